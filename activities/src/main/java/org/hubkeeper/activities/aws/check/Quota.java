package org.hubkeeper.activities.aws.check;

import org.hubkeeper.activities.aws.AwsFailures;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuotasException;

/**
 * A quota of AWS by its codes, which are the same in all accounts and regions (Service Quotas
 * console, November 2026).
 *
 * @param code of the finding that it is exhausted
 */
record Quota(String code, String service, String id, String name) {

  static final Quota VPCS = new Quota("QUOTA_VPC", "vpc", "L-F678F1CE", "VPCs per Region");
  static final Quota ADDRESSES =
      new Quota("QUOTA_ADDRESS", "ec2", "L-0263D0A3", "EC2-VPC Elastic IPs");
  static final Quota CLUSTERS = new Quota("QUOTA_CLUSTER", "eks", "L-1194D53C", "Clusters");

  private static final String UNSET = "NoSuchResourceException";

  /** The account's value; one that was never changed is only known as AWS's default. */
  double value(ServiceQuotasClient quotas) {
    try {
      return quotas.getServiceQuota(r -> r.serviceCode(service).quotaCode(id)).quota().value();
    } catch (ServiceQuotasException e) {
      if (!AwsFailures.code(e).equals(UNSET)) {
        throw e;
      }
      return quotas
          .getAWSDefaultServiceQuota(r -> r.serviceCode(service).quotaCode(id))
          .quota()
          .value();
    }
  }
}
