package org.hubkeeper.activities.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.activities.Attempt;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.OutlivedException;
import org.hubkeeper.workflows.model.ClusterRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwsClientsTest {

  private static final ClusterRef CLUSTER =
      new ClusterRef("a", "test", "aws", "123456789012", "eu-central-1", "aws", "uid");

  private final FailureTranslators translators = new FailureTranslators(List.of(new AwsFailures()));
  private FakeAws aws;

  @BeforeEach
  void start() throws IOException {
    aws = new FakeAws();
    aws.properties().forEach(System::setProperty);
  }

  @AfterEach
  void stop() {
    aws.properties().keySet().forEach(System::clearProperty);
    aws.close();
  }

  @Test
  void credentialsOfAnotherAccountAreRefusedBeforeTheFirstCall() {
    aws.account = "999999999999";

    try (AwsClients clients = clients(AwsAccess.OWN)) {
      assertThatThrownBy(() -> clients.ec2(CLUSTER))
          .isInstanceOfSatisfying(
              ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("DRIFTED"))
          .hasMessageContaining("999999999999")
          .hasMessageContaining("123456789012");
    }
    assertThat(aws.operations()).containsExactly("GetCallerIdentity");
  }

  @Test
  void theAccountIsAskedForOnce() {
    try (AwsClients clients = clients(AwsAccess.OWN)) {
      clients.ec2(CLUSTER);
      clients.eks(CLUSTER);
      clients.ec2(CLUSTER).describeVolumes();
    }
    assertThat(aws.operations()).containsExactly("GetCallerIdentity", "DescribeVolumes");
  }

  @Test
  void servicesThatArePinnedToOlderReleasesWorkOnTheCoreOfTheOthers() {
    try (AwsClients clients = clients(AwsAccess.OWN)) {
      assertThat(clients.balancers(CLUSTER).describeLoadBalancers().loadBalancers()).isEmpty();
      assertThat(
              clients.classicBalancers(CLUSTER).describeLoadBalancers().loadBalancerDescriptions())
          .isEmpty();
      assertThat(clients.efs(CLUSTER).describeFileSystems().fileSystems()).isEmpty();
      assertThat(clients.ecr(CLUSTER).describeRepositories().repositories()).isEmpty();
      assertThat(clients.kms(CLUSTER).listAliases().aliases()).isEmpty();
      assertThat(clients.logs(CLUSTER).describeLogGroups().logGroups()).isEmpty();
      assertThat(clients.tagged(CLUSTER).getResources().resourceTagMappingList()).isEmpty();
    }
  }

  @Test
  void aRoleIsAssumedOnceInASessionThatNamesTheRun() {
    AwsAccess role = new AwsAccess("arn:aws:iam::123456789012:role/hubkeeper", "external");
    try (AwsClients clients = clients(role)) {
      clients.ec2(CLUSTER).describeVolumes();
      clients.ec2(CLUSTER).describeVolumes();
    }

    assertThat(aws.operations())
        .containsExactly("AssumeRole", "GetCallerIdentity", "DescribeVolumes", "DescribeVolumes");
    assertThat(aws.bodies.get(0))
        .contains("RoleSessionName=hubkeeper-prune-volumes-a-1")
        .contains("ExternalId=external");
  }

  @Test
  void everyCallNamesTheRegionOfTheClusterAndHubkeeper() {
    try (AwsClients clients = clients(AwsAccess.OWN)) {
      clients.ec2(CLUSTER).describeVolumes();
    }

    assertThat(aws.authorizations).allMatch(header -> header.contains("/eu-central-1/"));
    assertThat(aws.agents).allMatch(agent -> agent.contains("hubkeeper"));
  }

  @Test
  void anOutlivedAttemptReadsButChangesNothing() {
    try (AwsClients clients = clients(AwsAccess.OWN);
        Attempt attempt = Attempt.begin(() -> false)) {
      assertThat(Attempt.current()).contains(attempt);
      clients.ec2(CLUSTER).describeVolumes();

      Throwable refused =
          catchThrowable(() -> clients.ec2(CLUSTER).deleteVolume(r -> r.volumeId("vol-1")));

      assertThat(translators.translate(refused).orElseThrow())
          .isInstanceOf(OutlivedException.class);
    }
    assertThat(aws.operations()).containsExactly("GetCallerIdentity", "DescribeVolumes");
  }

  @Test
  void aReadWithoutAnswerIsSentAgainUpToThreeTimes() {
    aws.silent("DescribeVolumes", 2);

    try (AwsClients clients = clients(AwsAccess.OWN)) {
      clients.ec2(CLUSTER).describeVolumes();
    }

    assertThat(aws.operations()).filteredOn("DescribeVolumes"::equals).hasSize(3);
  }

  @Test
  void aSnapshotWhoseAnswerIsLostIsNotAskedForAgainWithoutALook() {
    aws.silent("CreateSnapshot", 1);

    try (AwsClients clients = clients(AwsAccess.OWN)) {
      Throwable lost =
          catchThrowable(() -> clients.ec2(CLUSTER).createSnapshot(r -> r.volumeId("vol-1")));

      assertThat(translators.translate(lost).orElseThrow())
          .isInstanceOfSatisfying(
              ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("UNAVAILABLE"));
    }
    assertThat(aws.operations()).filteredOn("CreateSnapshot"::equals).hasSize(1);
  }

  @Test
  void theAccessToAClusterIsDerivedFromEks() {
    try (AwsClients clients = clients(AwsAccess.OWN)) {
      ClusterAccess access = new EksAccess(clients).apply(CLUSTER);

      assertThat(access)
          .isInstanceOfSatisfying(
              ClusterAccess.Derived.class,
              derived -> {
                assertThat(derived.endpoint()).isEqualTo("https://api.example");
                assertThat(derived.caData()).isEqualTo("Q0E=");
                assertThat(ClusterTokenTest.url(derived.token().get()))
                    .startsWith(aws.endpoint() + "/?");
              });
    }
  }

  @Test
  void absentCredentialsAreToldAsSuch() {
    Map<String, String> keys = aws.properties();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    System.setProperty("aws.disableEc2Metadata", "true");
    System.setProperty("aws.sharedCredentialsFile", "/nonexistent");
    System.setProperty("aws.configFile", "/nonexistent");
    try (AwsClients clients = clients(AwsAccess.OWN)) {
      Throwable refused = catchThrowable(() -> clients.ec2(CLUSTER));

      assertThat(translators.translate(refused).orElseThrow())
          .isInstanceOfSatisfying(
              ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("CREDENTIALS"))
          .hasMessageContaining("AWS_PROFILE");
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
      System.clearProperty("aws.sharedCredentialsFile");
      System.clearProperty("aws.configFile");
      assertThat(keys).isNotEmpty();
    }
  }

  private static AwsClients clients(AwsAccess access) {
    return new AwsClients(
        cluster -> access,
        Network.of(Map.of(), Optional.empty()),
        new AwsLimits(AwsLimits.Rates.DEFAULT),
        () -> "prune-volumes/a/1");
  }
}
