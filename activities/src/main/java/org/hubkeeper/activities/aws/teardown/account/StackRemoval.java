package org.hubkeeper.activities.aws.teardown.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Holder;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Marks;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** CloudFormation stacks; what they made goes with them. */
public final class StackRemoval implements Kind {

  /** What CloudFormation answers to a name that no stack has. */
  private static final String NO_STACK = "ValidationError";

  @Override
  public String name() {
    return "stack";
  }

  @Override
  public boolean slow() {
    return true;
  }

  @Override
  public Slice find(Ground ground, String token) {
    var page = client(ground).describeStacks(r -> r.nextToken(token.isEmpty() ? null : token));
    String prefix = "eksctl-" + ground.cluster().name() + "-";
    return new Slice(
        there(page.stacks())
            .map(one -> one.name().startsWith(prefix) ? one.known("eksctl's name for it") : one)
            .filter(
                one ->
                    !one.trace().isEmpty()
                        || Marks.of(ground.cluster().name(), one.tags()).isPresent())
            .toList(),
        page.nextToken());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return ids.stream().flatMap(id -> look(ground, id)).toList();
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    client(ground).deleteStack(request -> request.stackName(sight.id()));
  }

  @Override
  public void unguard(Ground ground, Sight sight) {
    client(ground)
        .updateTerminationProtection(
            request -> request.stackName(sight.id()).enableTerminationProtection(false));
  }

  @Override
  public Optional<Holder> holder(Ground ground, Sight sight) {
    String why = StackTrouble.told(client(ground), sight.id());
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(new Holder(why, Instant.EPOCH, "it has to go first, or to be kept"));
  }

  private static Stream<Sight> look(Ground ground, String id) {
    try {
      return there(client(ground).describeStacks(r -> r.stackName(id)).stacks());
    } catch (CloudFormationException e) {
      if (AwsFailures.code(e).equals(NO_STACK)) {
        return Stream.of();
      }
      throw e;
    }
  }

  private static Stream<Sight> there(List<Stack> stacks) {
    return stacks.stream()
        .filter(stack -> stack.stackStatus() != StackStatus.DELETE_COMPLETE)
        // A nested one goes with its parent.
        .filter(stack -> stack.parentId() == null || stack.parentId().isEmpty())
        .map(StackRemoval::sight);
  }

  private static Sight sight(Stack stack) {
    return Sight.of("stack", stack.stackId(), Marks.map(stack.tags(), Tag::key, Tag::value))
        .named(stack.stackName())
        .guarded(stack.enableTerminationProtection())
        .state(stack.stackStatusAsString(), stack.stackStatus() == StackStatus.DELETE_IN_PROGRESS);
  }

  private static CloudFormationClient client(Ground ground) {
    return ground.apis().cloudFormation(ground.cluster());
  }
}
