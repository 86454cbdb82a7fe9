package org.hubkeeper.activities.aws.teardown;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/**
 * What carries the cluster's tags, of services whose own listings show no tags. Tags of one request
 * must all be there, so that each key is asked for by itself.
 */
public final class Tagged {

  private static final List<String> KEYS =
      List.of("hubkeeper/cluster", "alpha.eksctl.io/cluster-name", "Blueprint");

  private Tagged() {}

  /** ARNs with all their tags, of one type as {@code kms:key}. */
  public static Map<String, Map<String, String>> of(Ground ground, String type) {
    String cluster = ground.cluster().name();
    List<TagFilter> filters = new ArrayList<>();
    KEYS.forEach(key -> filters.add(TagFilter.builder().key(key).values(cluster).build()));
    filters.add(TagFilter.builder().key(Marks.OWNED_PREFIX + cluster).build());
    Map<String, Map<String, String>> found = new LinkedHashMap<>();
    for (TagFilter filter : filters) {
      ground
          .apis()
          .tagged(ground.cluster())
          .getResourcesPaginator(r -> r.resourceTypeFilters(type).tagFilters(filter))
          .resourceTagMappingList()
          .forEach(one -> found.put(one.resourceARN(), tags(one)));
    }
    return found;
  }

  /** The tags of these ARNs, tagged or not. */
  public static Map<String, Map<String, String>> of(Ground ground, List<String> arns) {
    Map<String, Map<String, String>> found = new LinkedHashMap<>();
    ground
        .apis()
        .tagged(ground.cluster())
        .getResourcesPaginator(r -> r.resourceARNList(arns))
        .resourceTagMappingList()
        .forEach(one -> found.put(one.resourceARN(), tags(one)));
    return found;
  }

  private static Map<String, String> tags(ResourceTagMapping one) {
    return Marks.map(one.tags(), Tag::key, Tag::value);
  }
}
