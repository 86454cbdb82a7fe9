/**
 * What runbooks share that build clusters: reading what is there, judging a definition, installing
 * a component.
 */
package org.hubkeeper.workflows.cluster;
