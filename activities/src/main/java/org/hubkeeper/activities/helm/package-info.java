/**
 * Helm releases through the {@code helm} command, 3 or 4: what it prints as JSON and its exit
 * status decide, never its messages.
 */
package org.hubkeeper.activities.helm;
