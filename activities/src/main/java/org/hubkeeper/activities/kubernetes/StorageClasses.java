package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.OwnObjects;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** The class of volumes that claims get when they name none. */
final class StorageClasses {

  static final String NAME = "gp3";

  private static final String DRIVER = "ebs.csi.aws.com";
  private static final String DEFAULT = "storageclass.kubernetes.io/is-default-class";

  private final KubernetesClient client;

  StorageClasses(KubernetesClient client) {
    this.client = client;
  }

  boolean ready() {
    List<StorageClass> defaults = all().stream().filter(StorageClasses::isDefault).toList();
    return defaults.size() == 1 && wanted(defaults.get(0));
  }

  void ensure() {
    List<StorageClass> all = all();
    all.stream()
        .filter(one -> one.getMetadata().getName().equals(NAME) && !wanted(one))
        .findFirst()
        .ifPresent(
            other -> {
              throw Failures.of(
                  FailureKind.DRIFTED,
                  "the storage class %s is of the driver %s, not %s, and can't be changed; remove it"
                      .formatted(NAME, other.getProvisioner(), DRIVER),
                  null);
            });
    all.stream()
        .filter(one -> isDefault(one) && !one.getMetadata().getName().equals(NAME))
        .forEach(this::noDefault);
    if (!ready()) {
      OwnObjects.apply(client, gp3());
    }
  }

  private List<StorageClass> all() {
    return client.storage().v1().storageClasses().list().getItems();
  }

  /** Only the mark is changed: the class belongs to somebody else. */
  private void noDefault(StorageClass other) {
    client
        .storage()
        .v1()
        .storageClasses()
        .withName(other.getMetadata().getName())
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(OwnObjects.NAME)
                .build(),
            "{\"metadata\":{\"annotations\":{\"" + DEFAULT + "\":\"false\"}}}");
  }

  private static boolean wanted(StorageClass one) {
    return one.getMetadata().getName().equals(NAME) && DRIVER.equals(one.getProvisioner());
  }

  private static boolean isDefault(StorageClass one) {
    Map<String, String> marks = one.getMetadata().getAnnotations();
    return marks != null && "true".equals(marks.get(DEFAULT));
  }

  /** A volume is made where its pod runs: EBS volumes stay in their zone. */
  private static StorageClass gp3() {
    return new StorageClassBuilder()
        .withMetadata(OwnObjects.meta("", NAME))
        .editMetadata()
        .addToAnnotations(DEFAULT, "true")
        .endMetadata()
        .withProvisioner(DRIVER)
        .withParameters(Map.of("type", "gp3", "encrypted", "true"))
        .withReclaimPolicy("Delete")
        .withVolumeBindingMode("WaitForFirstConsumer")
        .withAllowVolumeExpansion(true)
        .build();
  }
}
