package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import java.util.Optional;

/** The account's volume behind a PersistentVolume. */
public final class BlockVolumes {

  private static final String EBS_DRIVER = "ebs.csi.aws.com";

  private BlockVolumes() {}

  /** Its id; empty when the volume is of another kind. */
  public static Optional<String> id(PersistentVolume volume) {
    PersistentVolumeSpec spec = volume.getSpec();
    if (spec.getCsi() != null && EBS_DRIVER.equals(spec.getCsi().getDriver())) {
      return Optional.ofNullable(spec.getCsi().getVolumeHandle());
    }
    // The driver that was part of Kubernetes wrote aws://us-west-2a/vol-0abc or the plain id.
    return Optional.ofNullable(spec.getAwsElasticBlockStore())
        .map(disk -> disk.getVolumeID().substring(disk.getVolumeID().lastIndexOf('/') + 1));
  }
}
