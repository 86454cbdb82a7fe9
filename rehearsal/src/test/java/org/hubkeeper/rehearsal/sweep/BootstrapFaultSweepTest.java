package org.hubkeeper.rehearsal.sweep;

import java.util.Map;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.sweep.FaultSweep.Swept;
import org.hubkeeper.workflows.activity.Buckets;
import org.hubkeeper.workflows.activity.ControlPlane;
import org.hubkeeper.workflows.activity.Dns;
import org.hubkeeper.workflows.activity.NodeGroups;
import org.hubkeeper.workflows.activity.Stacks;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity.Kind;
import org.hubkeeper.workflows.model.Component.Bucket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each activity by which bootstrap works in an account against every single fault. */
@Timeout(900)
class BootstrapFaultSweepTest {

  private static final String UID = "00000000-0000-4000-8000-000000000001";
  private static final String ZONE = "example.edu";
  private static final String HOST = "hub-test.example.edu";
  private static final String TARGET = "front.us-west-2.elb.amazonaws.com";

  private final RehearsalWorld world = RehearsalWorld.shared();
  private final SweptAccount swept = new SweptAccount(world);
  private final FaultSweep<SweptAccount> sweep = new FaultSweep<>(swept);

  @BeforeEach
  void nobodyElseIsAtWork() {
    world.scene("default");
  }

  @AfterEach
  void close() {
    world.aws().faults(java.util.List.of());
    swept.close();
    world.scene("default");
  }

  static Stream<Swept<SweptAccount>> looking() {
    return Stream.of(
        new Swept<>(
            "Stacks.inspect",
            SweptAccount::network,
            s -> stacks(s).inspect(s.cluster(), s.definition())),
        new Swept<>(
            "ControlPlane.inspect",
            SweptAccount::nodeGroup,
            s -> eks(s).inspect(s.cluster(), s.definition().identities())),
        new Swept<>("ControlPlane.check", s -> {}, s -> eks(s).check(s.cluster(), s.definition())),
        new Swept<>("NodeGroups.list", SweptAccount::nodeGroup, s -> groups(s).list(s.cluster())),
        new Swept<>(
            "Buckets.inspect",
            s -> s.untilItReturns(() -> bucket(s)),
            s -> s.on(Buckets.class).inspect(s.cluster(), backups())),
        new Swept<>(
            "Dns.inspect",
            s -> s.untilItReturns(() -> name(s)),
            s -> s.on(Dns.class).inspect(s.cluster(), ZONE, HOST)));
  }

  static Stream<Swept<SweptAccount>> making() {
    return Stream.of(
        new Swept<>("Stacks.ensure", s -> {}, s -> stacks(s).ensure(s.cluster(), s.definition())),
        new Swept<>(
            "ControlPlane.ensure",
            SweptAccount::network,
            s -> eks(s).ensure(s.cluster(), s.definition(), s.network())),
        new Swept<>("ControlPlane.ensureAccess", SweptAccount::controlPlane, s -> access(s)),
        new Swept<>(
            "ControlPlane.ensureOwnAdmin", BootstrapFaultSweepTest::letIn, s -> admin(s, true)),
        new Swept<>(
            "ControlPlane.ensureOwnAdmin, back",
            s -> {
              letIn(s);
              s.untilItReturns(() -> admin(s, true));
            },
            s -> admin(s, false)),
        new Swept<>(
            "ControlPlane.ensureIdentityProvider", SweptAccount::controlPlane, s -> issuer(s)),
        new Swept<>(
            "ControlPlane.ensureIdentity, by the issuer",
            s -> {
              s.controlPlane();
              s.untilItReturns(() -> issuer(s));
            },
            s -> eks(s).ensureIdentity(s.cluster(), identity(Kind.IRSA))),
        new Swept<>(
            "ControlPlane.ensureIdentity, by Pod Identity",
            SweptAccount::controlPlane,
            s -> eks(s).ensureIdentity(s.cluster(), identity(Kind.POD_IDENTITY))),
        new Swept<>("ControlPlane.ensureAddon", SweptAccount::controlPlane, s -> addon(s)),
        new Swept<>("ControlPlane.ensureUid", SweptAccount::controlPlane, s -> uid(s)),
        new Swept<>(
            "NodeGroups.ensure",
            SweptAccount::controlPlane,
            s -> groups(s).ensure(s.cluster(), s.pool(), s.network())),
        new Swept<>("Buckets.ensure", s -> {}, s -> bucket(s)),
        new Swept<>("Dns.ensure", s -> {}, s -> name(s)));
  }

  @ParameterizedTest
  @MethodSource("looking")
  @Tag("full")
  void anActivitySeesTheSameWhateverGoesWrongWithAnyRequest(Swept<SweptAccount> activity) {
    sweep.sweepLook(activity, FaultSweep.TROUBLES);
  }

  @ParameterizedTest
  @MethodSource("making")
  @Tag("full")
  void anActivityHasTheSameEffectOnceWhateverGoesWrongWithAnyRequest(Swept<SweptAccount> activity) {
    sweep.sweep(activity, FaultSweep.FEW);
  }

  @Test
  @Tag("full")
  void aBucketIsMadeOnceWhicheverReplyIsLost() {
    sweep.sweep(new Swept<>("Buckets.ensure", s -> {}, s -> bucket(s)), FaultSweep.LOST_REPLY);
  }

  private static void letIn(SweptAccount s) {
    s.controlPlane();
    s.untilItReturns(() -> access(s));
  }

  private static Object access(SweptAccount s) {
    eks(s).ensureAccess(s.cluster(), s.definition().admins());
    return "";
  }

  private static Object addon(SweptAccount s) {
    eks(s).ensureAddon(s.cluster(), s.definition().addons().get(0), Map.of());
    return "";
  }

  private static Object uid(SweptAccount s) {
    eks(s).ensureUid(s.cluster(), UID);
    return "";
  }

  private static Object admin(SweptAccount s, boolean admin) {
    eks(s).ensureOwnAdmin(s.cluster(), admin);
    return "";
  }

  private static Object issuer(SweptAccount s) {
    eks(s).ensureIdentityProvider(s.cluster());
    return "";
  }

  private static Object bucket(SweptAccount s) {
    s.on(Buckets.class).ensure(s.cluster(), backups());
    return "";
  }

  private static Object name(SweptAccount s) {
    return s.on(Dns.class).ensure(s.cluster(), ZONE, HOST, TARGET, 300, "");
  }

  private static Bucket backups() {
    return new Bucket("hub-backups", "us-west-2");
  }

  private static Identity identity(Kind kind) {
    return new Identity(
        "cluster-tools",
        "autoscaler",
        kind,
        java.util.List.of("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"),
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"ec2:DescribeImages\"],\"Resource\":\"*\"}]}");
  }

  private static Stacks stacks(SweptAccount s) {
    return s.on(Stacks.class);
  }

  private static ControlPlane eks(SweptAccount s) {
    return s.on(ControlPlane.class);
  }

  private static NodeGroups groups(SweptAccount s) {
    return s.on(NodeGroups.class);
  }
}
