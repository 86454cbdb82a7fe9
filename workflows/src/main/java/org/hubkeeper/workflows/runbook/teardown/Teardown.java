package org.hubkeeper.workflows.runbook.teardown;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.kernel.Field;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Report;

/**
 * Removes a cluster, a hub or a network with all that belongs to it, and proves that it is gone.
 */
@WorkflowInterface
public interface Teardown {

  /** Takes a {@link Request} as JSON. */
  @WorkflowMethod(name = "Teardown")
  Report run(RawValue request);

  /** What the operator may set. */
  record Request(
      @Field(value = "name of the cluster in the fleet file", required = true) String cluster,
      @Field(
              value = "cluster: all of it; hub: one hub of it; network: a VPC that is left over",
              byDefault = "\"cluster\"")
          String scope,
      @Field(value = "for scope=hub: the hub's name in the fleet file", byDefault = "\"\"")
          String hub,
      @Field(value = "for scope=network: the id of the VPC", byDefault = "\"\"") String vpc,
      @Field(
              value =
                  "the name of what is to go, typed once more: the cluster's, the hub's, or the"
                      + " VPC's id; only a plan goes without",
              byDefault = "\"\"")
          String confirm,
      @Field(
              value = "what becomes of data volumes and file systems: keep, snapshot, delete",
              byDefault = "\"keep\"")
          String volumes,
      @Field(
              value =
                  "other decisions for single things, as vol-1=delete,my-bucket=delete: keep,"
                      + " snapshot, delete; a bucket only goes by this, and when it is empty",
              byDefault = "\"\"")
          String decisions,
      @Field(
              value = "what becomes of encryption keys: keep, or schedule their end",
              byDefault = "\"keep\"")
          String keys,
      @Field(
              value = "days until the end of keys that are scheduled",
              byDefault = "7",
              least = 7,
              most = 30)
          Integer keyDays,
      @Field(
              value = "what becomes of DNS records that would lead nowhere: remove, or park",
              byDefault = "\"remove\"")
          String dns,
      @Field(value = "for dns=park: the host name that they lead to", byDefault = "\"\"")
          String parkAt,
      @Field(
              value =
                  "a final backup that somebody has made, in words; none for none; empty: it is"
                      + " made by what makes the cluster's backups",
              byDefault = "\"\"")
          String backup,
      @Field(
              value = "hours between the approval and the point of no return",
              byDefault = "24",
              least = 0,
              most = 720)
          Integer graceHours,
      @Field(
              value =
                  "go on although the cluster itself can't be asked; what its controllers have"
                      + " made is then removed from outside",
              byDefault = "false")
          Boolean blind,
      @Field(value = "plan and change nothing", byDefault = "false") Boolean planOnly,
      @Field(value = "who asks for the run, as the door knows") String requester,
      @Field(value = "seconds that pass for the runbook in one second", byDefault = "1")
          Double timeFactor)
      implements org.hubkeeper.workflows.kernel.Request {

    public static final String CLUSTER = "cluster";
    public static final String HUB = "hub";
    public static final String NETWORK = "network";
    static final String KEEP = "keep";
    static final String SNAPSHOT = "snapshot";
    static final String DELETE = "delete";
    static final String PARK = "park";
    static final String SCHEDULE = "schedule";
    static final String NONE = "none";

    public Request {
      cluster = Input.required("cluster", cluster);
      scope = oneOf("scope", scope, CLUSTER, HUB, NETWORK);
      hub = text(hub);
      vpc = text(vpc);
      confirm = text(confirm);
      volumes = oneOf("volumes", volumes, KEEP, SNAPSHOT, DELETE);
      decisions = text(decisions);
      keys = oneOf("keys", keys, KEEP, SCHEDULE);
      keyDays = Input.within("keyDays", keyDays, 7, 7, 30);
      dns = oneOf("dns", dns, "remove", PARK);
      parkAt = text(parkAt);
      backup = text(backup);
      graceHours = Input.within("graceHours", graceHours, 24, 0, 720);
      blind = blind != null && blind;
      planOnly = planOnly != null && planOnly;
      requester = text(requester);
      timeFactor = timeFactor == null ? 1.0 : timeFactor;
      if (!(timeFactor >= 1 && timeFactor <= 10_000_000)) {
        throw Input.wrong("timeFactor", timeFactor + " is not between 1 and 10000000");
      }
      needed("hub", hub, scope.equals(HUB), "scope=hub");
      needed("vpc", vpc, scope.equals(NETWORK), "scope=network");
      needed("parkAt", parkAt, dns.equals(PARK), "dns=park");
      parsed(decisions);
    }

    /** Refuses a run that would remove something else than was typed. */
    void checkConfirmed() {
      if (!planOnly && !confirm.equals(target())) {
        throw Input.wrong(
            "confirm",
            confirm.isEmpty()
                ? "required: what is to go has to be typed once more, as confirm=" + target()
                : "\"" + confirm + "\" is not what is to go, which is \"" + target() + "\"");
      }
    }

    /** What is to go, by its name. */
    String target() {
      return switch (scope) {
        case HUB -> hub;
        case NETWORK -> vpc;
        default -> cluster;
      };
    }

    /** The decisions for single things by their ids or names. */
    Map<String, String> single() {
      return parsed(decisions);
    }

    private static Map<String, String> parsed(String decisions) {
      Map<String, String> parsed = new LinkedHashMap<>();
      for (String one : decisions.split(",")) {
        int equals = one.lastIndexOf('=');
        if (!one.isBlank() && equals < 1) {
          throw Input.wrong("decisions", "\"" + one.strip() + "\" is not THING=DECISION");
        }
        if (!one.isBlank()) {
          String word = one.substring(equals + 1).strip();
          parsed.put(
              one.substring(0, equals).strip(),
              oneOf("decisions", word.isEmpty() ? "nothing" : word, KEEP, SNAPSHOT, DELETE));
        }
      }
      return parsed;
    }

    private static void needed(String field, String value, boolean needed, String when) {
      if (needed && value.isEmpty()) {
        throw Input.wrong(field, "required for " + when);
      }
      if (!needed && !value.isEmpty()) {
        throw Input.wrong(field, "only goes with " + when);
      }
    }

    private static String oneOf(String field, String given, String... known) {
      if (text(given).isEmpty()) {
        return known[0];
      }
      List<String> words = Arrays.asList(known);
      if (!words.contains(given.strip())) {
        throw Input.wrong(
            field, "\"" + given.strip() + "\"" + Input.suggestion(given.strip(), words));
      }
      return given.strip();
    }

    private static String text(String given) {
      return given == null ? "" : given.strip();
    }
  }
}
