package org.hubkeeper.workflows.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a component of a runbook's request, for its JSON Schema and the command line. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {

  /** What it means, with its unit. */
  String value();

  /** The default in JSON; empty when there is none. */
  String byDefault() default "";

  boolean required() default false;

  int least() default Integer.MIN_VALUE;

  int most() default Integer.MAX_VALUE;
}
