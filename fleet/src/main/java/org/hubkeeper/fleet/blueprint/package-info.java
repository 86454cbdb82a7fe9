/**
 * What the fleet file wants built: a cluster's eksctl file, and the components that are installed
 * on it.
 *
 * <p>The story of a reading, in {@link org.hubkeeper.fleet.blueprint.BlueprintReader}:
 *
 * <ol>
 *   <li>{@code ComponentChecks} has looked at the fleet file itself before: releases that would
 *       overwrite each other, needs that nobody fulfils, Secrets that no component has.
 *   <li>{@code EksctlFile} holds the definition against {@code eksctl.schema.json}, the part of
 *       eksctl's own form that Hubkeeper builds, and {@code EksctlChecks} looks at what EKS would
 *       refuse. A field that is not supported is refused, never ignored.
 *   <li>Helm values are put together as Helm does it, each value remembering its file and line
 *       ({@code EffectiveValues}), for {@code ValueRules}, {@code LimitRules} and {@code
 *       ChartRules}.
 *   <li>All problems of all files are told together, or a {@link
 *       org.hubkeeper.workflows.model.Blueprint} is returned, with the SHA-256 of every file.
 * </ol>
 */
package org.hubkeeper.fleet.blueprint;
