package org.hubkeeper.fleet.blueprint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** An eksctl file as written, with eksctl's own names; what is left out is null. */
record EksctlConfig(
    String apiVersion,
    String kind,
    Metadata metadata,
    Vpc vpc,
    List<String> availabilityZones,
    Iam iam,
    AccessConfig accessConfig,
    List<Addon> addons,
    List<Pool> managedNodeGroups) {

  record Metadata(String name, String region, String version, Map<String, String> tags) {}

  record Vpc(String cidr, Nat nat) {
    record Nat(String gateway) {}
  }

  record Iam(
      @JsonProperty("withOIDC") boolean withOidc,
      List<Association> podIdentityAssociations,
      List<ServiceAccount> serviceAccounts) {}

  record Association(
      String namespace,
      String serviceAccountName,
      @JsonProperty("permissionPolicyARNs") List<String> permissionPolicyArns,
      JsonNode permissionPolicy,
      Map<String, Boolean> wellKnownPolicies) {}

  record ServiceAccount(
      Name metadata,
      @JsonProperty("attachPolicyARNs") List<String> attachPolicyArns,
      JsonNode attachPolicy,
      Map<String, Boolean> wellKnownPolicies) {
    record Name(String name, String namespace) {}
  }

  record AccessConfig(
      String authenticationMode,
      boolean bootstrapClusterCreatorAdminPermissions,
      List<AccessEntry> accessEntries) {}

  record AccessEntry(
      @JsonProperty("principalARN") String principalArn,
      String type,
      List<String> kubernetesGroups,
      List<AccessPolicy> accessPolicies) {}

  record AccessPolicy(@JsonProperty("policyARN") String policyArn, Scope accessScope) {
    record Scope(String type) {}
  }

  record Addon(String name, String version, JsonNode configurationValues) {}

  record Pool(
      String name,
      String instanceType,
      List<String> instanceTypes,
      int minSize,
      int maxSize,
      Integer desiredCapacity,
      Integer volumeSize,
      String volumeType,
      String amiFamily,
      String ami,
      boolean spot,
      List<String> availabilityZones,
      Map<String, String> labels,
      JsonNode taints,
      Map<String, String> tags,
      boolean privateNetworking) {}
}
