package org.hubkeeper.activities.aws.teardown;

import java.time.Instant;

/**
 * What stands on something that should go.
 *
 * @param what in words, with what created it
 * @param since since when, as far as the provider tells; else {@link Instant#EPOCH}
 * @param remedy what would free it
 */
public record Holder(String what, Instant since, String remedy) {}
