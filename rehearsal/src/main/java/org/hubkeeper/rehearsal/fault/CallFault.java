package org.hubkeeper.rehearsal.fault;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls of an operation that are refused, lost or late at the endpoint.
 *
 * @param count how many of the next calls it hits
 * @param rate which share of all calls it hits, in percent; one of both is given
 */
public record CallFault(
    String text,
    String kind,
    String service,
    String operation,
    OptionalInt count,
    OptionalDouble rate)
    implements Fault {

  /** What can go wrong with a call. */
  public static final List<String> KINDS =
      List.of("throttle", "error", "lost-reply", "slow", "timeout");

  private static final String FORM = "the form is KIND:SERVICE:OPERATION[:COUNT|:RATE%]";
  private static final Pattern OPERATION = Pattern.compile("\\*|[A-Z][A-Za-z0-9]*");
  private static final List<String> HELM =
      List.of("upgrade", "rollback", "uninstall", "status", "pull");
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,5}");
  private static final Pattern RATE = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]+)?)%");

  static CallFault parse(String text, List<String> services) {
    String[] parts = text.split(":", -1);
    if (parts.length < 3 || parts.length > 4) {
      throw Fault.refusal(text, parts.length + " parts", FORM + ", or KIND@STEP for a process");
    }
    if (!KINDS.contains(parts[0])) {
      throw Fault.refusal(text, "kind " + quoted(parts[0]), known(KINDS) + "; " + processes());
    }
    if (!parts[1].equals("*") && !services.contains(parts[1])) {
      throw Fault.refusal(text, "service " + quoted(parts[1]), known(services) + " and *");
    }
    if (parts[1].equals(HelmStandIn.SERVICE)) {
      return ofHelm(text, parts);
    }
    if (!OPERATION.matcher(parts[2]).matches()) {
      throw Fault.refusal(
          text, "operation " + quoted(parts[2]), "a name such as DeleteVolume, or * for any");
    }
    return parts.length == 3
        ? new CallFault(
            text, parts[0], parts[1], parts[2], OptionalInt.of(1), OptionalDouble.empty())
        : limited(text, parts);
  }

  private static CallFault limited(String text, String[] parts) {
    if (COUNT.matcher(parts[3]).matches()) {
      OptionalInt count = OptionalInt.of(Integer.parseInt(parts[3]));
      return new CallFault(text, parts[0], parts[1], parts[2], count, OptionalDouble.empty());
    }
    OptionalDouble rate = OptionalDouble.of(rate(text, parts[3]));
    return new CallFault(text, parts[0], parts[1], parts[2], OptionalInt.empty(), rate);
  }

  private static CallFault ofHelm(String text, String[] parts) {
    if (!HELM.contains(parts[2])) {
      throw Fault.refusal(text, "operation " + quoted(parts[2]), known(HELM));
    }
    if (parts.length == 4 && !COUNT.matcher(parts[3]).matches()) {
      throw Fault.refusal(text, "count " + quoted(parts[3]), "a count such as 3");
    }
    OptionalInt count = OptionalInt.of(parts.length == 4 ? Integer.parseInt(parts[3]) : 1);
    return new CallFault(text, parts[0], parts[1], parts[2], count, OptionalDouble.empty());
  }

  /** Whether it befalls a program that the worker runs, and no endpoint. */
  public boolean ofHelm() {
    return service.equals(HelmStandIn.SERVICE);
  }

  private static double rate(String text, String part) {
    Matcher percent = RATE.matcher(part);
    return Optional.of(percent)
        .filter(Matcher::matches)
        .map(found -> Double.parseDouble(found.group(1)))
        .filter(value -> value > 0 && value <= 100)
        .orElseThrow(
            () ->
                Fault.refusal(
                    text,
                    "count or rate " + quoted(part),
                    "a count such as 3, or a rate above 0% up to 100%"));
  }

  /** As the simulator takes it. */
  public Map<String, Object> forSimulator() {
    Map<String, Object> fault = new HashMap<>();
    fault.put("kind", kind);
    fault.put("service", service);
    fault.put("operation", operation);
    count.ifPresent(value -> fault.put("count", value));
    rate.ifPresent(value -> fault.put("rate", value));
    return fault;
  }

  static String known(List<String> words) {
    return "known are " + String.join(", ", words);
  }

  static String quoted(String word) {
    return "\"" + word + "\"";
  }

  private static String processes() {
    return "for processes " + String.join("@STEP, ", ProcessFault.KINDS) + "@STEP";
  }
}
