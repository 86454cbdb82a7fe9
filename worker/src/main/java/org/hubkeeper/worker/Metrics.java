package org.hubkeeper.worker;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/** What monitoring reads: the Temporal SDK's own figures and those of this process. */
final class Metrics implements AutoCloseable {

  /** Of the text that {@link #text} returns. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** Well below the shortest usual interval between two looks of a monitoring. */
  private static final Duration REPORTED = Duration.ofSeconds(2);

  private final PrometheusMeterRegistry registry;
  private final Scope scope;

  private Metrics(PrometheusMeterRegistry registry, Scope scope) {
    this.registry = registry;
    this.scope = scope;
  }

  /** Keeps nothing, for a worker that nobody monitors. */
  static Metrics none() {
    return new Metrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), new NoopScope());
  }

  /** Counts from now on. */
  @SuppressWarnings("resource") // bound for as long as the process lives
  static Metrics kept() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Scope scope =
        new RootScopeBuilder()
            .reporter(new MicrometerClientStatsReporter(registry))
            .reportEvery(REPORTED);
    return new Metrics(registry, scope);
  }

  /** Where the Temporal SDK counts. */
  Scope scope() {
    return scope;
  }

  /** Shows whether the worker takes work. */
  void polling(BooleanSupplier polling) {
    Gauge.builder("hubkeeper.worker.polling", () -> polling.getAsBoolean() ? 1 : 0)
        .description("1 while the worker takes work")
        .register(registry);
  }

  /** All of it in the text format of Prometheus. */
  String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    try {
      scope.close();
    } catch (ScopeCloseException e) {
      // The last figures are lost, no more: the process ends.
      LoggerFactory.getLogger(Metrics.class).debug("close", e);
    }
    registry.close();
  }
}
