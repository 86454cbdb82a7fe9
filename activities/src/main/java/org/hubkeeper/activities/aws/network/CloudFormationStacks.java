package org.hubkeeper.activities.aws.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.workflows.activity.Stacks;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/**
 * One CloudFormation stack a cluster, {@code eksctl-NAME-cluster}.
 *
 * <p>It is made once and never updated: what a template may do to the network of a living cluster
 * is no matter of a bootstrap. The hash of its template is a tag of the stack, so that a changed
 * definition shows.
 */
public final class CloudFormationStacks implements Stacks {

  private static final String TEMPLATE = "hubkeeper/template";

  /** What CloudFormation answers to a well-formed name that no stack has. */
  private static final String NO_STACK = "ValidationError";

  private final AwsApis apis;
  private final Author author;

  public CloudFormationStacks(AwsApis apis) {
    this(apis, Author.current());
  }

  CloudFormationStacks(AwsApis apis, Author author) {
    this.apis = apis;
    this.author = author;
  }

  /** The name by which eksctl finds a cluster's stack. */
  static String name(ClusterRef cluster) {
    return "eksctl-" + cluster.name() + "-cluster";
  }

  @Override
  public StackFact inspect(ClusterRef cluster, ClusterDefinition definition) {
    Template template = Template.of(definition.network());
    return stack(cluster)
        .map(stack -> fact(cluster, stack, template))
        .orElseGet(() -> new StackFact(name(cluster), "", false, "", false, Map.of()));
  }

  @Override
  public StackFact ensure(ClusterRef cluster, ClusterDefinition definition) {
    StackFact fact = inspect(cluster, definition);
    if (fact.status().isEmpty()) {
      create(cluster, definition);
      throw waitFor(fact.name(), "CloudFormation, which has been asked to make it");
    }
    requireOurs(cluster, fact);
    if (fact.complete()) {
      return unchanged(fact);
    }
    if (fact.status().endsWith("_IN_PROGRESS")) {
      throw waitFor(fact.name(), events(cluster, fact.name()).holder(fact.status()));
    }
    throw Failures.of(
        FailureKind.REJECTED,
        "stack %s is %s: %s; cure that and let Hubkeeper make the stack anew"
            .formatted(fact.name(), fact.status(), fact.reason()),
        null);
  }

  @Override
  public void ensureDeadStackAbsent(ClusterRef cluster, ClusterDefinition definition) {
    StackFact fact = inspect(cluster, definition);
    if (fact.status().isEmpty()) {
      return;
    }
    requireOurs(cluster, fact);
    if (fact.status().equals("DELETE_IN_PROGRESS")) {
      throw waitFor(fact.name(), events(cluster, fact.name()).holder(fact.status()));
    }
    if (!fact.dead()) {
      throw Failures.of(
          FailureKind.DRIFTED,
          "stack %s was dead and is now %s; run again to see what is left to do"
              .formatted(fact.name(), fact.status()),
          null);
    }
    delete(cluster, fact);
    throw waitFor(fact.name(), "CloudFormation, which has been asked to remove what is left of it");
  }

  private void create(ClusterRef cluster, ClusterDefinition definition) {
    Template template = Template.of(definition.network());
    Map<String, String> tags = new TreeMap<>(OwnTags.of(cluster, author, definition.tags()));
    tags.put(TEMPLATE, template.hash());
    client(cluster)
        .createStack(
            request ->
                request
                    .stackName(name(cluster))
                    .templateBody(template.body())
                    .capabilities(Capability.CAPABILITY_IAM)
                    .clientRequestToken(author.token("create"))
                    .tags(
                        tags.entrySet().stream()
                            .map(
                                tag ->
                                    Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                            .toList()));
  }

  /** Asked for once by an activity: when that has failed, waiting will not help. */
  private void delete(ClusterRef cluster, StackFact fact) {
    String token = author.token("delete");
    if (fact.status().equals("DELETE_FAILED") && events(cluster, fact.name()).requested(token)) {
      throw Failures.of(
          FailureKind.REJECTED,
          "CloudFormation could not remove %s: %s; remove what holds it, then retry"
              .formatted(fact.name(), fact.reason()),
          null);
    }
    client(cluster).deleteStack(r -> r.stackName(fact.name()).clientRequestToken(token));
  }

  private static StackFact unchanged(StackFact fact) {
    if (!fact.same()) {
      throw Failures.of(
          FailureKind.DRIFTED,
          ("stack %s was made from another template; Hubkeeper does not change the network of a"
                  + " living cluster: put `vpc` and `availabilityZones` of the cluster definition"
                  + " back to what they were")
              .formatted(fact.name()),
          null);
    }
    return fact;
  }

  private static void requireOurs(ClusterRef cluster, StackFact fact) {
    if (!fact.ours()) {
      throw Failures.of(
          FailureKind.DRIFTED,
          ("stack %s exists and Hubkeeper did not make it (no tag %s=%s); give the cluster another"
                  + " name or remove the stack")
              .formatted(fact.name(), OwnTags.CLUSTER, cluster),
          null);
    }
  }

  private StackFact fact(ClusterRef cluster, Stack stack, Template template) {
    Map<String, String> tags =
        stack.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value, (one, other) -> one));
    String status = stack.stackStatusAsString();
    boolean failed = status.contains("ROLLBACK") || status.endsWith("FAILED");
    return new StackFact(
        stack.stackName(),
        status,
        OwnTags.ours(cluster, tags),
        failed ? events(cluster, stack.stackName()).reason() : "",
        template.hash().equals(tags.get(TEMPLATE)),
        stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue)));
  }

  private Optional<Stack> stack(ClusterRef cluster) {
    try {
      List<Stack> found =
          client(cluster).describeStacks(request -> request.stackName(name(cluster))).stacks();
      return found.stream()
          .filter(stack -> !stack.stackStatusAsString().equals("DELETE_COMPLETE"))
          .findFirst();
    } catch (CloudFormationException e) {
      if (AwsFailures.code(e).equals(NO_STACK)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** None of a stack that has gone since it was looked at: the next look sees that it is absent. */
  private StackEvents events(ClusterRef cluster, String name) {
    try {
      return StackEvents.of(client(cluster), name);
    } catch (CloudFormationException e) {
      if (AwsFailures.code(e).equals(NO_STACK)) {
        return StackEvents.NONE;
      }
      throw e;
    }
  }

  private CloudFormationClient client(ClusterRef cluster) {
    return apis.cloudFormation(cluster);
  }

  private static RuntimeException waitFor(String name, String holder) {
    return Failures.notReady(
        Blocker.of("stack " + name, holder, "nothing to do: it takes a few minutes"));
  }
}
