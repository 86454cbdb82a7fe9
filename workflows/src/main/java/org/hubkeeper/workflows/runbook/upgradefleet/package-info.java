/**
 * Upgrades several clusters, test before production, few at first. Each has a run of its own, with
 * its own plan, questions and report; this one only decides which may begin, and stops when too
 * many have failed.
 */
package org.hubkeeper.workflows.runbook.upgradefleet;
