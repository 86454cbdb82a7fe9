/**
 * The periodic review of detached volumes: deleting a hub leaves its volumes behind in the cloud,
 * where they cost money and can no longer be told apart. Run it weekly. A volume of a stopped user
 * server is detached too; what keeps it safe is its claim, which is why a cluster that can't be
 * asked keeps everything that may be its own.
 */
package org.hubkeeper.workflows.runbook.prune;
