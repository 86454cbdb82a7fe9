package org.hubkeeper.activities.aws.teardown.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Marks;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import org.hubkeeper.activities.aws.teardown.Sources;
import org.hubkeeper.activities.aws.teardown.Sources.Source;
import org.hubkeeper.workflows.activity.Inventory;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Tag;

/** What EC2 knows: found by its network and by its tags, with filters that all listings share. */
public abstract class Ec2Kind implements Kind {

  /** Objects of one answer. */
  protected static final int PAGE = Inventory.PAGE;

  /** Most values that EC2 takes in one filter. */
  static final int FILTER_VALUES = 200;

  private final String name;
  private final String idFilter;
  private final String vpcFilter;

  /** {@code vpcFilter} is empty for what is in no network. */
  protected Ec2Kind(String name, String idFilter, String vpcFilter) {
    this.name = name;
    this.idFilter = idFilter;
    this.vpcFilter = vpcFilter;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public boolean inNetworks() {
    return !vpcFilter.isEmpty();
  }

  @Override
  public Slice find(Ground ground, String token) {
    List<Source> sources = new ArrayList<>();
    if (!vpcFilter.isEmpty() && !ground.vpcs().isEmpty()) {
      sources.add(next -> list(ground, List.of(filter(vpcFilter, ground.vpcs())), next));
    }
    if (ground.site().whole()) {
      Filter marked = filter("tag-key", Marks.keys(ground.cluster().name()));
      sources.add(next -> outside(ground, list(ground, List.of(marked), next)));
    }
    return Sources.page(sources, token);
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    List<Sight> found = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += FILTER_VALUES) {
      List<String> some = ids.subList(from, Math.min(from + FILTER_VALUES, ids.size()));
      found.addAll(all(next -> list(ground, List.of(filter(idFilter, some)), next)));
    }
    return found;
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    delete(ec2(ground), sight);
  }

  /** One page of what passes the filters. */
  protected abstract Slice list(Ground ground, List<Filter> filters, String token);

  protected abstract void delete(Ec2Client ec2, Sight sight);

  protected static Ec2Client ec2(Ground ground) {
    return ground.apis().ec2(ground.cluster());
  }

  /** As requests take it. */
  protected static String orNull(String token) {
    return token.isEmpty() ? null : token;
  }

  protected static Filter filter(String name, List<String> values) {
    return Filter.builder().name(name).values(values).build();
  }

  protected static Map<String, String> tags(List<Tag> tags) {
    return Marks.map(tags, Tag::key, Tag::value);
  }

  protected static List<String> groups(List<GroupIdentifier> groups) {
    return groups.stream().map(GroupIdentifier::groupId).toList();
  }

  /** Every page of a listing. */
  static List<Sight> all(Source source) {
    List<Sight> found = new ArrayList<>();
    String next = "";
    do {
      Slice slice = source.page(next);
      found.addAll(slice.sights());
      next = slice.next();
    } while (!next.isEmpty());
    return found;
  }

  /** What is in the networks is on another page already; the keys may name another cluster. */
  private Slice outside(Ground ground, Slice slice) {
    return new Slice(
        slice.sights().stream()
            .filter(sight -> Marks.names(ground.cluster().name(), sight.tags()))
            .filter(sight -> vpcFilter.isEmpty() || !ground.vpcs().contains(sight.vpc()))
            .toList(),
        slice.next());
  }
}
