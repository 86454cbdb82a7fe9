package org.hubkeeper.activities.aws.teardown.account;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/** What hangs on a role and has to be taken off before it can go. */
final class RoleParts {

  private final IamClient iam;
  private final String role;

  RoleParts(IamClient iam, String role) {
    this.iam = iam;
    this.role = role;
  }

  /** Each part is looked for, so that an attempt goes on where another has stopped. */
  void remove() {
    iam.listAttachedRolePoliciesPaginator(r -> r.roleName(role))
        .attachedPolicies()
        .forEach(one -> iam.detachRolePolicy(r -> r.roleName(role).policyArn(one.policyArn())));
    iam.listRolePoliciesPaginator(r -> r.roleName(role))
        .policyNames()
        .forEach(name -> iam.deleteRolePolicy(r -> r.roleName(role).policyName(name)));
    iam.listInstanceProfilesForRolePaginator(r -> r.roleName(role))
        .instanceProfiles()
        .forEach(this::leave);
  }

  /** A profile holds one role; without it, it is of no use to anybody. */
  private void leave(InstanceProfile profile) {
    String name = profile.instanceProfileName();
    iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(name).roleName(role));
    iam.deleteInstanceProfile(r -> r.instanceProfileName(name));
  }
}
