package org.hubkeeper.activities.aws.teardown.storage;

import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import org.hubkeeper.activities.aws.teardown.Tagged;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Buckets with a tag of the cluster. One is only removed when it is empty. */
public final class Buckets implements Kind {

  private static final String ARN = "arn:aws[\\w-]*:s3:::";

  @Override
  public String name() {
    return "bucket";
  }

  @Override
  public Slice find(Ground ground, String token) {
    return Slice.last(
        Tagged.of(ground, "s3").entrySet().stream()
            .filter(one -> !one.getKey().contains("/"))
            .map(one -> sight(one.getKey(), one.getValue()))
            .toList());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return ids.stream()
        .filter(id -> exists(ground, id))
        .map(id -> sight(id, tags(ground, id)))
        .toList();
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    s3(ground).deleteBucket(request -> request.bucket(sight.name()));
  }

  private static boolean exists(Ground ground, String arn) {
    try {
      s3(ground).headBucket(request -> request.bucket(arn.replaceFirst(ARN, "")));
      return true;
    } catch (NoSuchBucketException e) {
      return false;
    }
  }

  private static Map<String, String> tags(Ground ground, String arn) {
    return Tagged.of(ground, List.of(arn)).getOrDefault(arn, Map.of());
  }

  private static Sight sight(String arn, Map<String, String> tags) {
    return Sight.of("bucket", arn, tags).named(arn.replaceFirst(ARN, ""));
  }

  private static S3Client s3(Ground ground) {
    return ground.apis().s3(ground.cluster());
  }
}
