/**
 * The fleet file: the one file that people write about their clusters.
 *
 * <p>It says which clusters there are and where, which hubs run on them, who works on them, when
 * nothing may be changed, and who must approve what. It holds no secrets, only references to them.
 * The worker's copy is the truth; the command line reads its own to check what people type before
 * anything is sent.
 *
 * <p>The story of a reading, in {@link org.hubkeeper.fleet.FleetFile#read}:
 *
 * <ol>
 *   <li>{@link org.hubkeeper.fleet.StrictYaml} turns bytes into a YAML document whose every value
 *       knows where it stands ({@code Place}); what is no YAML ends here.
 *   <li>{@code SchemaCheck} holds it against {@code fleet.schema.json}, the same file that editors
 *       use for completion: unknown fields, types, forms.
 *   <li>{@code FleetChecks} and {@code ApprovalChecks} look at what no schema can say: names taken
 *       twice, zones and dates that do not exist, approvals that this team could never give. {@link
 *       org.hubkeeper.fleet.blueprint.ComponentChecks} looks at what is to be installed.
 *   <li>All problems are told together, each with line, column, field and remedy, or a {@link
 *       org.hubkeeper.fleet.FleetFile} is returned.
 * </ol>
 *
 * <p>The files that it names, a cluster's eksctl file and Helm values, are read only for who builds
 * that cluster: {@link org.hubkeeper.fleet.FleetFile#blueprint}, whose story is in {@link
 * org.hubkeeper.fleet.blueprint}.
 *
 * <p>A run records the {@link org.hubkeeper.workflows.model.ClusterSlice slice} of its cluster,
 * with commit and SHA-256 of the file, so that months later it is known what the run was told.
 *
 * <p>Secrets: a {@link org.hubkeeper.fleet.SecretReference} may be printed, a {@link
 * org.hubkeeper.fleet.Secret} prints as stars. {@link org.hubkeeper.fleet.SecretResolver} goes from
 * one to the other inside an activity, never in a workflow, so that no value reaches a history.
 *
 * <p>Advice from people who keep such files: one file in a repository of its own, changed by pull
 * request, since whoever may change it decides who approves. Name the people as their decisions
 * name them. Write down the time zone before the first freeze window.
 */
package org.hubkeeper.fleet;
