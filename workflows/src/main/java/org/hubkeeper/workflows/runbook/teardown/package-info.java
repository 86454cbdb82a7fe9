/**
 * The end of a cluster, of a hub, or of a network that something else has left behind. Whoever runs
 * it wants nothing to be left that costs money, and nothing to be gone that somebody needed: so
 * everything is listed before, people approve that list, data is kept unless they say otherwise,
 * and the same list is made again at the end and a day later.
 *
 * <p>What goes wrong: a namespace that waits for a controller that is gone; load balancers that
 * outlive their service; interfaces that nobody deletes; groups that refer to each other; somebody
 * else's machine in the network. Each is told by the name of who holds what.
 */
package org.hubkeeper.workflows.runbook.teardown;
