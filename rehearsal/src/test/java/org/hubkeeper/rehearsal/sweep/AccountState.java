package org.hubkeeper.rehearsal.sweep;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * All that bootstrap makes in an account, in words that are the same in each account: names,
 * numbers and contents, never ids. Read by somebody else than the worker.
 */
final class AccountState implements AutoCloseable {

  private static final AwsCredentialsProvider COLLEAGUE =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("COLLEAGUE", "none"));

  private final CloudFormationClient stacks;
  private final Ec2Client ec2;
  private final EksClient eks;
  private final IamClient iam;
  private final AutoScalingClient scaling;
  private final Route53Client route53;
  private final S3Client s3;
  private final Map<String, String> state = new TreeMap<>();

  AccountState(URI endpoint, String region) {
    stacks = at(CloudFormationClient.builder(), endpoint, region);
    ec2 = at(Ec2Client.builder(), endpoint, region);
    eks = at(EksClient.builder(), endpoint, region);
    iam = at(IamClient.builder(), endpoint, "aws-global");
    scaling = at(AutoScalingClient.builder(), endpoint, region);
    route53 = at(Route53Client.builder(), endpoint, "aws-global");
    s3 = at(S3Client.builder().forcePathStyle(true), endpoint, region);
  }

  private static <B extends AwsClientBuilder<B, C>, C> C at(
      B builder, URI endpoint, String region) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(COLLEAGUE)
        .build();
  }

  /** Reads it. */
  Map<String, String> read() {
    state.clear();
    list("stack", stacks.describeStacks().stacks(), s -> s.stackName() + " " + s.stackStatus());
    network();
    iam.listRoles().roles().forEach(this::role);
    list("issuer", iam.listOpenIDConnectProviders().openIDConnectProviderList(), p -> "trusted");
    eks.listClusters().clusters().forEach(this::cluster);
    names();
    s3.listBuckets().buckets().forEach(bucket -> bucket(bucket.name()));
    return Map.copyOf(state);
  }

  private void network() {
    count("VPCs", ec2.describeVpcs().vpcs());
    count("subnets", ec2.describeSubnets().subnets());
    count("gateways", ec2.describeInternetGateways().internetGateways());
    count("addresses", ec2.describeAddresses().addresses());
    count("NAT gateways", ec2.describeNatGateways().natGateways());
    count("route tables", ec2.describeRouteTables().routeTables());
    count("security groups", ec2.describeSecurityGroups().securityGroups());
    // EKS makes one of its own from ours, by an id.
    list(
        "launch template",
        ec2.describeLaunchTemplates().launchTemplates(),
        one -> one.launchTemplateName().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID"));
  }

  private void role(Role role) {
    Map<String, String> inline = new TreeMap<>();
    for (String name : iam.listRolePolicies(r -> r.roleName(role.roleName())).policyNames()) {
      inline.put(
          name,
          iam.getRolePolicy(r -> r.roleName(role.roleName()).policyName(name)).policyDocument());
    }
    List<String> attached =
        iam.listAttachedRolePolicies(r -> r.roleName(role.roleName())).attachedPolicies().stream()
            .map(policy -> policy.policyArn())
            .sorted()
            .toList();
    String name = role.roleName().replaceAll("-[A-Z0-9]{12}$", "-ID");
    add("role " + name, role.path() + " " + attached + inline);
  }

  private void cluster(String name) {
    Cluster cluster = eks.describeCluster(r -> r.name(name)).cluster();
    add("cluster " + name, cluster.statusAsString() + " " + new TreeMap<>(cluster.tags()).keySet());
    for (String group : eks.listNodegroups(r -> r.clusterName(name)).nodegroups()) {
      group(eks.describeNodegroup(r -> r.clusterName(name).nodegroupName(group)).nodegroup());
    }
    for (String addon : eks.listAddons(r -> r.clusterName(name)).addons()) {
      add(
          "add-on " + addon,
          eks.describeAddon(r -> r.clusterName(name).addonName(addon)).addon().statusAsString());
    }
    for (String who : eks.listAccessEntries(r -> r.clusterName(name)).accessEntries()) {
      List<String> policies =
          eks
              .listAssociatedAccessPolicies(r -> r.clusterName(name).principalArn(who))
              .associatedAccessPolicies()
              .stream()
              .map(policy -> policy.policyArn())
              .sorted()
              .toList();
      List<String> groups =
          eks.describeAccessEntry(r -> r.clusterName(name).principalArn(who))
              .accessEntry()
              .kubernetesGroups();
      add("access of " + who, groups + " " + policies);
    }
    list(
        "pod identity",
        eks.listPodIdentityAssociations(r -> r.clusterName(name)).associations(),
        one -> one.namespace() + "/" + one.serviceAccount());
  }

  private void group(Nodegroup group) {
    add("group " + group.nodegroupName(), group.statusAsString());
    group.resources().autoScalingGroups().stream()
        .flatMap(
            asg ->
                scaling
                    .describeAutoScalingGroups(r -> r.autoScalingGroupNames(asg.name()))
                    .autoScalingGroups()
                    .stream())
        .flatMap(asg -> asg.tags().stream())
        .filter(tag -> tag.key().startsWith("k8s.io/"))
        .forEach(tag -> add("tag of " + group.nodegroupName() + " " + tag.key(), tag.value()));
  }

  private void names() {
    route53
        .listHostedZones()
        .hostedZones()
        .forEach(
            zone ->
                route53
                    .listResourceRecordSets(r -> r.hostedZoneId(zone.id()))
                    .resourceRecordSets()
                    .stream()
                    .filter(one -> !one.typeAsString().matches("NS|SOA|TXT"))
                    .forEach(
                        one ->
                            add(
                                one.typeAsString() + " " + one.name(),
                                one.ttl() + " " + one.resourceRecords())));
  }

  private void bucket(String name) {
    add(
        "bucket " + name,
        s3.getBucketEncryption(r -> r.bucket(name)).serverSideEncryptionConfiguration()
            + " "
            + s3.getPublicAccessBlock(r -> r.bucket(name)).publicAccessBlockConfiguration());
  }

  private <T> void list(String kind, Collection<T> things, Function<T, String> words) {
    things.forEach(thing -> add(kind + " " + words.apply(thing), "there"));
  }

  private void count(String kind, Collection<?> things) {
    add(kind, Integer.toString(things.size()));
  }

  /** The same twice is told twice. */
  private void add(String what, String how) {
    state.merge(what, how, (first, second) -> first + " and again " + second);
  }

  @Override
  public void close() {
    List.of(stacks, ec2, eks, iam, scaling, route53, s3).forEach(client -> client.close());
  }
}
