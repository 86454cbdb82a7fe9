package org.hubkeeper.activities.aws.upgrade;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.AddonInfo;
import software.amazon.awssdk.services.eks.model.AddonStatus;
import software.amazon.awssdk.services.eks.model.AddonVersionInfo;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.ClusterVersionInformation;
import software.amazon.awssdk.services.eks.model.Compatibility;
import software.amazon.awssdk.services.eks.model.CreateNodegroupRequest;
import software.amazon.awssdk.services.eks.model.CreateNodegroupResponse;
import software.amazon.awssdk.services.eks.model.DeleteNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DeleteNodegroupResponse;
import software.amazon.awssdk.services.eks.model.DescribeAddonRequest;
import software.amazon.awssdk.services.eks.model.DescribeAddonResponse;
import software.amazon.awssdk.services.eks.model.DescribeAddonVersionsRequest;
import software.amazon.awssdk.services.eks.model.DescribeAddonVersionsResponse;
import software.amazon.awssdk.services.eks.model.DescribeClusterRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;
import software.amazon.awssdk.services.eks.model.DescribeClusterVersionsRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterVersionsResponse;
import software.amazon.awssdk.services.eks.model.DescribeInsightRequest;
import software.amazon.awssdk.services.eks.model.DescribeInsightResponse;
import software.amazon.awssdk.services.eks.model.DescribeInsightsRefreshRequest;
import software.amazon.awssdk.services.eks.model.DescribeInsightsRefreshResponse;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupResponse;
import software.amazon.awssdk.services.eks.model.DescribeUpdateRequest;
import software.amazon.awssdk.services.eks.model.DescribeUpdateResponse;
import software.amazon.awssdk.services.eks.model.ErrorCode;
import software.amazon.awssdk.services.eks.model.ErrorDetail;
import software.amazon.awssdk.services.eks.model.Insight;
import software.amazon.awssdk.services.eks.model.InsightSummary;
import software.amazon.awssdk.services.eks.model.InvalidStateException;
import software.amazon.awssdk.services.eks.model.ListAddonsRequest;
import software.amazon.awssdk.services.eks.model.ListAddonsResponse;
import software.amazon.awssdk.services.eks.model.ListInsightsRequest;
import software.amazon.awssdk.services.eks.model.ListInsightsResponse;
import software.amazon.awssdk.services.eks.model.ListNodegroupsRequest;
import software.amazon.awssdk.services.eks.model.ListNodegroupsResponse;
import software.amazon.awssdk.services.eks.model.ListUpdatesRequest;
import software.amazon.awssdk.services.eks.model.ListUpdatesResponse;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eks.model.StartInsightsRefreshRequest;
import software.amazon.awssdk.services.eks.model.StartInsightsRefreshResponse;
import software.amazon.awssdk.services.eks.model.TagResourceRequest;
import software.amazon.awssdk.services.eks.model.TagResourceResponse;
import software.amazon.awssdk.services.eks.model.UntagResourceRequest;
import software.amazon.awssdk.services.eks.model.UntagResourceResponse;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateAddonRequest;
import software.amazon.awssdk.services.eks.model.UpdateAddonResponse;
import software.amazon.awssdk.services.eks.model.UpdateClusterVersionRequest;
import software.amazon.awssdk.services.eks.model.UpdateClusterVersionResponse;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupConfigRequest;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupConfigResponse;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupVersionRequest;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupVersionResponse;
import software.amazon.awssdk.services.eks.model.UpdateParam;
import software.amazon.awssdk.services.eks.model.UpdateParamType;
import software.amazon.awssdk.services.eks.model.UpdateStatus;
import software.amazon.awssdk.services.eks.model.UpdateType;
import software.amazon.awssdk.services.eks.model.VersionStatus;

/**
 * An EKS with one cluster whose updates run until the test ends them. It knows no tokens: what is
 * asked for twice happens twice, so that a test sees it.
 */
public final class FakeEks implements EksClient {

  /** Changes that were asked for, as {@code updateClusterVersion 1.34}. */
  public final List<String> changes = new ArrayList<>();

  public final Map<String, Nodegroup> groups = new TreeMap<>();
  public final List<CreateNodegroupRequest> created = new ArrayList<>();

  boolean refuses;
  final List<UpdateClusterVersionRequest> versions = new ArrayList<>();
  final List<UpdateAddonRequest> addonRequests = new ArrayList<>();
  final Map<String, Update> updates = new LinkedHashMap<>();
  final Map<String, Addon> addons = new TreeMap<>();
  final Map<String, List<AddonVersionInfo>> catalog = new TreeMap<>();
  final List<Insight> insights = new ArrayList<>();
  public Cluster cluster = cluster("1.33", ClusterStatus.ACTIVE);
  DescribeInsightsRefreshResponse refresh;
  public Instant now = Instant.parse("2026-11-01T12:00:00Z");

  private final Map<String, String> objectOf = new TreeMap<>();

  static Cluster cluster(String version, ClusterStatus status) {
    return Cluster.builder().name("demo").version(version).status(status).build();
  }

  static AddonVersionInfo offer(String version, boolean standard, String... minors) {
    return AddonVersionInfo.builder()
        .addonVersion(version)
        .compatibilities(
            List.of(minors).stream()
                .map(
                    minor ->
                        Compatibility.builder()
                            .clusterVersion(minor)
                            .defaultVersion(standard)
                            .build())
                .toList())
        .build();
  }

  void addon(String name, String version, AddonStatus status) {
    addons.put(name, Addon.builder().addonName(name).addonVersion(version).status(status).build());
  }

  public void group(Nodegroup group) {
    groups.put(group.nodegroupName(), group);
  }

  /** An update that somebody has begun. */
  public Update begin(String object, UpdateType type, UpdateParamType param, String value) {
    Update update =
        Update.builder()
            .id("update-" + (updates.size() + 1))
            .status(UpdateStatus.IN_PROGRESS)
            .type(type)
            .createdAt(now)
            .params(UpdateParam.builder().type(param).value(value).build())
            .build();
    updates.put(update.id(), update);
    objectOf.put(update.id(), object);
    return update;
  }

  /** The last update that was begun. */
  public Update begun() {
    return updates.get("update-" + updates.size());
  }

  public void end(Update update, UpdateStatus status, ErrorCode... codes) {
    List<ErrorDetail> errors =
        List.of(codes).stream()
            .map(code -> ErrorDetail.builder().errorCode(code).errorMessage("why").build())
            .toList();
    updates.put(update.id(), update.toBuilder().status(status).errors(errors).build());
  }

  @Override
  public DescribeClusterResponse describeCluster(DescribeClusterRequest request) {
    return DescribeClusterResponse.builder().cluster(cluster).build();
  }

  @Override
  public DescribeClusterVersionsResponse describeClusterVersions(
      DescribeClusterVersionsRequest request) {
    return DescribeClusterVersionsResponse.builder()
        .clusterVersions(
            version("1.35", VersionStatus.STANDARD_SUPPORT),
            version("1.33", VersionStatus.EXTENDED_SUPPORT),
            version("1.34", VersionStatus.STANDARD_SUPPORT),
            version("1.29", VersionStatus.UNSUPPORTED))
        .build();
  }

  @Override
  public UpdateClusterVersionResponse updateClusterVersion(UpdateClusterVersionRequest request) {
    if (refuses) {
      throw InvalidStateException.builder().build();
    }
    changes.add("updateClusterVersion " + request.version());
    versions.add(request);
    boolean back = request.rollbackConfig() != null;
    cluster = cluster.toBuilder().status(ClusterStatus.UPDATING).build();
    return UpdateClusterVersionResponse.builder()
        .update(
            begin(
                "",
                back ? UpdateType.VERSION_ROLLBACK : UpdateType.VERSION_UPDATE,
                UpdateParamType.VERSION,
                request.version()))
        .build();
  }

  @Override
  public ListUpdatesResponse listUpdates(ListUpdatesRequest request) {
    String object = request.nodegroupName() != null ? request.nodegroupName() : request.addonName();
    return ListUpdatesResponse.builder()
        .updateIds(
            updates.keySet().stream()
                .filter(id -> objectOf.get(id).equals(object == null ? "" : object))
                .toList())
        .build();
  }

  @Override
  public DescribeUpdateResponse describeUpdate(DescribeUpdateRequest request) {
    return DescribeUpdateResponse.builder().update(updates.get(request.updateId())).build();
  }

  @Override
  public ListAddonsResponse listAddons(ListAddonsRequest request) {
    return ListAddonsResponse.builder().addons(addons.keySet()).build();
  }

  @Override
  public DescribeAddonResponse describeAddon(DescribeAddonRequest request) {
    if (!addons.containsKey(request.addonName())) {
      throw ResourceNotFoundException.builder().build();
    }
    return DescribeAddonResponse.builder().addon(addons.get(request.addonName())).build();
  }

  @Override
  public DescribeAddonVersionsResponse describeAddonVersions(DescribeAddonVersionsRequest request) {
    return DescribeAddonVersionsResponse.builder()
        .addons(
            AddonInfo.builder()
                .addonName(request.addonName())
                .addonVersions(catalog.getOrDefault(request.addonName(), List.of()))
                .build())
        .build();
  }

  @Override
  public UpdateAddonResponse updateAddon(UpdateAddonRequest request) {
    changes.add("updateAddon " + request.addonName() + " " + request.addonVersion());
    addonRequests.add(request);
    addon(request.addonName(), request.addonVersion(), AddonStatus.UPDATING);
    return UpdateAddonResponse.builder()
        .update(
            begin(
                request.addonName(),
                UpdateType.ADDON_UPDATE,
                UpdateParamType.ADDON_VERSION,
                request.addonVersion()))
        .build();
  }

  @Override
  public ListInsightsResponse listInsights(ListInsightsRequest request) {
    return ListInsightsResponse.builder()
        .insights(
            insights.stream()
                .filter(
                    one ->
                        request.filter().categories().isEmpty()
                            || request.filter().categories().contains(one.category()))
                .map(
                    one ->
                        InsightSummary.builder()
                            .id(one.id())
                            .name(one.name())
                            .kubernetesVersion(one.kubernetesVersion())
                            .insightStatus(one.insightStatus())
                            .lastRefreshTime(one.lastRefreshTime())
                            .build())
                .toList())
        .build();
  }

  @Override
  public DescribeInsightResponse describeInsight(DescribeInsightRequest request) {
    return DescribeInsightResponse.builder()
        .insight(insights.stream().filter(one -> one.id().equals(request.id())).findFirst().get())
        .build();
  }

  @Override
  public DescribeInsightsRefreshResponse describeInsightsRefresh(
      DescribeInsightsRefreshRequest request) {
    if (refresh == null) {
      throw ResourceNotFoundException.builder().build();
    }
    return refresh;
  }

  @Override
  public StartInsightsRefreshResponse startInsightsRefresh(StartInsightsRefreshRequest request) {
    changes.add("startInsightsRefresh");
    return StartInsightsRefreshResponse.builder().build();
  }

  @Override
  public ListNodegroupsResponse listNodegroups(ListNodegroupsRequest request) {
    return ListNodegroupsResponse.builder().nodegroups(groups.keySet()).build();
  }

  @Override
  public DescribeNodegroupResponse describeNodegroup(DescribeNodegroupRequest request) {
    if (!groups.containsKey(request.nodegroupName())) {
      throw ResourceNotFoundException.builder().build();
    }
    return DescribeNodegroupResponse.builder()
        .nodegroup(groups.get(request.nodegroupName()))
        .build();
  }

  @Override
  public CreateNodegroupResponse createNodegroup(CreateNodegroupRequest request) {
    changes.add("createNodegroup " + request.nodegroupName());
    created.add(request);
    return CreateNodegroupResponse.builder().build();
  }

  @Override
  public DeleteNodegroupResponse deleteNodegroup(DeleteNodegroupRequest request) {
    changes.add("deleteNodegroup " + request.nodegroupName());
    change(request.nodegroupName(), group -> group.status(NodegroupStatus.DELETING));
    return DeleteNodegroupResponse.builder().build();
  }

  @Override
  public UpdateNodegroupConfigResponse updateNodegroupConfig(UpdateNodegroupConfigRequest request) {
    var sizes = request.scalingConfig();
    changes.add("updateNodegroupConfig min %d max %d".formatted(sizes.minSize(), sizes.maxSize()));
    change(request.nodegroupName(), group -> group.scalingConfig(sizes));
    return UpdateNodegroupConfigResponse.builder()
        .update(
            begin(
                request.nodegroupName(),
                UpdateType.CONFIG_UPDATE,
                UpdateParamType.MAX_SIZE,
                String.valueOf(sizes.maxSize())))
        .build();
  }

  @Override
  public UpdateNodegroupVersionResponse updateNodegroupVersion(
      UpdateNodegroupVersionRequest request) {
    changes.add("updateNodegroupVersion " + request.version());
    change(request.nodegroupName(), group -> group.status(NodegroupStatus.UPDATING));
    return UpdateNodegroupVersionResponse.builder()
        .update(
            begin(
                request.nodegroupName(),
                UpdateType.VERSION_UPDATE,
                UpdateParamType.VERSION,
                request.version()))
        .build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    changes.add("tagResource");
    change(
        request.resourceArn(),
        group -> {
          Map<String, String> tags = new TreeMap<>(groups.get(request.resourceArn()).tags());
          tags.putAll(request.tags());
          group.tags(tags);
        });
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    changes.add("untagResource");
    change(
        request.resourceArn(),
        group -> {
          Map<String, String> tags = new TreeMap<>(groups.get(request.resourceArn()).tags());
          request.tagKeys().forEach(tags::remove);
          group.tags(tags);
        });
    return UntagResourceResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "eks";
  }

  @Override
  public void close() {}

  /** Groups have their names as ARN here. */
  public void change(String name, java.util.function.Consumer<Nodegroup.Builder> change) {
    groups.computeIfPresent(
        name,
        (same, group) -> {
          Nodegroup.Builder builder = group.toBuilder();
          change.accept(builder);
          return builder.build();
        });
  }

  private static ClusterVersionInformation version(String version, VersionStatus status) {
    return ClusterVersionInformation.builder()
        .clusterVersion(version)
        .versionStatus(status)
        .build();
  }
}
