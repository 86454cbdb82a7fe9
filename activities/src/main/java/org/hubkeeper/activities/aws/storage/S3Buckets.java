package org.hubkeeper.activities.aws.storage;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.workflows.activity.Buckets;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component.Bucket;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Amazon S3 buckets. A bucket gets its tags as it is created, so that one without them was made by
 * somebody else and is never taken over.
 */
public final class S3Buckets implements Buckets {

  /** The region whose buckets have no location. */
  private static final String FIRST_REGION = "us-east-1";

  private static final PublicAccessBlockConfiguration CLOSED =
      PublicAccessBlockConfiguration.builder()
          .blockPublicAcls(true)
          .ignorePublicAcls(true)
          .blockPublicPolicy(true)
          .restrictPublicBuckets(true)
          .build();

  private final AwsApis apis;
  private final Author author;

  public S3Buckets(AwsApis apis) {
    this(apis, Author.current());
  }

  S3Buckets(AwsApis apis, Author author) {
    this.apis = apis;
    this.author = author;
  }

  @Override
  public BucketFact inspect(ClusterRef cluster, Bucket bucket) {
    S3Client s3 = s3(cluster, bucket);
    try {
      HeadBucketResponse head =
          s3.headBucket(r -> r.bucket(bucket.name()).expectedBucketOwner(cluster.account()));
      return new BucketFact(
          true,
          OwnTags.ours(cluster, tags(s3, bucket)),
          Objects.requireNonNullElse(head.bucketRegion(), region(cluster, bucket)),
          blocked(s3, bucket) && encrypted(s3, bucket));
    } catch (S3Exception e) {
      return absent(cluster, bucket, e);
    }
  }

  @Override
  public void ensure(ClusterRef cluster, Bucket bucket) {
    BucketFact fact = inspect(cluster, bucket);
    S3Client s3 = s3(cluster, bucket);
    if (!fact.exists()) {
      create(s3, cluster, bucket);
    } else if (!fact.ours()) {
      throw Failures.of(
          FailureKind.DRIFTED,
          ("bucket %s exists and Hubkeeper did not make it for %s (no tag %s=%s); name another one"
                  + " under `buckets`")
              .formatted(bucket.name(), cluster, OwnTags.CLUSTER, cluster),
          null);
    }
    if (!blocked(s3, bucket)) {
      s3.putPublicAccessBlock(r -> r.bucket(bucket.name()).publicAccessBlockConfiguration(CLOSED));
    }
    if (!encrypted(s3, bucket)) {
      s3.putBucketEncryption(
          r -> r.bucket(bucket.name()).serverSideEncryptionConfiguration(encryption()));
    }
  }

  private void create(S3Client s3, ClusterRef cluster, Bucket bucket) {
    List<Tag> tags =
        OwnTags.of(cluster, author, Map.of()).entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    CreateBucketConfiguration.Builder configuration =
        CreateBucketConfiguration.builder().tags(tags);
    String region = region(cluster, bucket);
    if (!region.equals(FIRST_REGION)) {
      configuration.locationConstraint(BucketLocationConstraint.fromValue(region));
    }
    s3.createBucket(r -> r.bucket(bucket.name()).createBucketConfiguration(configuration.build()));
  }

  /** An answer to a request for a head has no body, hence no code but its status. */
  private static BucketFact absent(ClusterRef cluster, Bucket bucket, S3Exception e) {
    return switch (e.statusCode()) {
      case 404 -> new BucketFact(false, false, "", false);
      case 403 ->
          throw Failures.of(
              FailureKind.FORBIDDEN,
              ("bucket %s belongs to another account than %s, or the worker may not look at it; name"
                      + " another one, or allow it s3:ListBucket, s3:GetBucketTagging,"
                      + " s3:GetBucketPublicAccessBlock and s3:GetEncryptionConfiguration")
                  .formatted(bucket.name(), cluster.account()),
              null);
      case 301, 400 ->
          throw Failures.of(
              FailureKind.DRIFTED,
              "bucket %s is in another region than %s; correct `region` or name another one"
                  .formatted(bucket.name(), region(cluster, bucket)),
              null);
      default -> throw e;
    };
  }

  private static Map<String, String> tags(S3Client s3, Bucket bucket) {
    try {
      return s3.getBucketTagging(r -> r.bucket(bucket.name())).tagSet().stream()
          .collect(Collectors.toMap(Tag::key, Tag::value, (one, other) -> one));
    } catch (S3Exception e) {
      return unset(e, "NoSuchTagSet", Map.of());
    }
  }

  private static boolean blocked(S3Client s3, Bucket bucket) {
    try {
      return s3.getPublicAccessBlock(r -> r.bucket(bucket.name()))
          .publicAccessBlockConfiguration()
          .equals(CLOSED);
    } catch (S3Exception e) {
      return unset(e, "NoSuchPublicAccessBlockConfiguration", false);
    }
  }

  private static boolean encrypted(S3Client s3, Bucket bucket) {
    try {
      return !s3.getBucketEncryption(r -> r.bucket(bucket.name()))
          .serverSideEncryptionConfiguration()
          .rules()
          .isEmpty();
    } catch (S3Exception e) {
      return unset(e, "ServerSideEncryptionConfigurationNotFoundError", false);
    }
  }

  private static <T> T unset(S3Exception e, String code, T value) {
    if (code.equals(AwsFailures.code(e))) {
      return value;
    }
    throw e;
  }

  private static ServerSideEncryptionConfiguration encryption() {
    ServerSideEncryptionByDefault byS3 =
        ServerSideEncryptionByDefault.builder().sseAlgorithm(ServerSideEncryption.AES256).build();
    return ServerSideEncryptionConfiguration.builder()
        .rules(ServerSideEncryptionRule.builder().applyServerSideEncryptionByDefault(byS3).build())
        .build();
  }

  private static String region(ClusterRef cluster, Bucket bucket) {
    return bucket.region().isEmpty() ? cluster.region() : bucket.region();
  }

  /** A bucket is worked on from its own region. */
  private S3Client s3(ClusterRef cluster, Bucket bucket) {
    return apis.s3(
        new ClusterRef(
            cluster.name(),
            cluster.environment(),
            cluster.cloud(),
            cluster.account(),
            region(cluster, bucket),
            cluster.pool(),
            cluster.uid()));
  }
}
