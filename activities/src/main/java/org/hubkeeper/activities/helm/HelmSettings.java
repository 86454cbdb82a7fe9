package org.hubkeeper.activities.helm;

import java.nio.file.Path;
import org.hubkeeper.activities.Network;

/**
 * How the worker uses Helm.
 *
 * @param command a program of the search path, or a file
 * @param plainHttp whether chart registries are spoken to without TLS
 * @param cache directory for chart archives and marks of running commands; may be lost at any time
 * @param files directory that the paths of values files start from
 */
public record HelmSettings(
    String command, boolean plainHttp, Path cache, Path files, Network network) {}
