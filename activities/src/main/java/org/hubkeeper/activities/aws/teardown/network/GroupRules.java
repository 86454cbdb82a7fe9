package org.hubkeeper.activities.aws.teardown.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/**
 * Rules that refer to another security group. They hold the group that they refer to, wherever they
 * are: groups that refer to each other can only go once such rules are revoked.
 */
public final class GroupRules implements Kind {

  private static final String INGRESS = "ingress";
  private static final String EGRESS = "egress";

  private final SecurityGroups groups = new SecurityGroups();

  @Override
  public String name() {
    return "security-group-rule";
  }

  @Override
  public boolean inNetworks() {
    return true;
  }

  /** A page is what refers to one page of groups. */
  @Override
  public Slice find(Ground ground, String token) {
    Slice page = groups.find(ground, token);
    List<String> ids = page.sights().stream().map(Sight::id).toList();
    List<Sight> rules = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += Ec2Kind.FILTER_VALUES) {
      rules.addAll(
          pointing(ground, ids.subList(from, Math.min(from + Ec2Kind.FILTER_VALUES, ids.size()))));
    }
    return new Slice(rules, page.next());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return rules(ground, Ec2Kind.filter("security-group-rule-id", ids), Set.of());
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    String group = sight.uses().get(0);
    if (sight.state().word().equals(EGRESS)) {
      Ec2Kind.ec2(ground)
          .revokeSecurityGroupEgress(r -> r.groupId(group).securityGroupRuleIds(sight.id()));
    } else {
      Ec2Kind.ec2(ground)
          .revokeSecurityGroupIngress(r -> r.groupId(group).securityGroupRuleIds(sight.id()));
    }
  }

  private static List<Sight> pointing(Ground ground, List<String> groups) {
    List<String> referring =
        Stream.of("ip-permission.group-id", "egress.ip-permission.group-id")
            .flatMap(name -> referring(ground, Ec2Kind.filter(name, groups)))
            .distinct()
            .toList();
    List<Sight> rules = new ArrayList<>();
    for (int from = 0; from < referring.size(); from += Ec2Kind.FILTER_VALUES) {
      List<String> some =
          referring.subList(from, Math.min(from + Ec2Kind.FILTER_VALUES, referring.size()));
      rules.addAll(rules(ground, Ec2Kind.filter("group-id", some), Set.copyOf(groups)));
    }
    return rules;
  }

  private static Stream<String> referring(Ground ground, Filter filter) {
    return Ec2Kind.ec2(ground)
        .describeSecurityGroupsPaginator(r -> r.filters(filter).maxResults(Ec2Kind.PAGE))
        .securityGroups()
        .stream()
        .map(SecurityGroup::groupId);
  }

  /** Those that refer to one of the groups, or to any when none is named. */
  private static List<Sight> rules(Ground ground, Filter filter, Set<String> groups) {
    return Ec2Kind.ec2(ground)
        .describeSecurityGroupRulesPaginator(r -> r.filters(filter).maxResults(Ec2Kind.PAGE))
        .securityGroupRules()
        .stream()
        .filter(rule -> groups.isEmpty() || groups.contains(referenced(rule)))
        .filter(rule -> !rule.groupId().equals(referenced(rule)))
        .map(GroupRules::sight)
        .toList();
  }

  private static Sight sight(SecurityGroupRule rule) {
    String direction = Boolean.TRUE.equals(rule.isEgress()) ? EGRESS : INGRESS;
    return Sight.of("security-group-rule", rule.securityGroupRuleId(), Map.of())
        .named("%s of %s that refers to %s".formatted(direction, rule.groupId(), referenced(rule)))
        .on(List.of(rule.groupId(), referenced(rule)))
        .partOf(referenced(rule), "")
        .state(direction, false);
  }

  private static String referenced(SecurityGroupRule rule) {
    return rule.referencedGroupInfo() == null ? "" : rule.referencedGroupInfo().groupId();
  }
}
