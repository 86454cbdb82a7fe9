/** What the Temporal server itself knows of runs. */
package org.hubkeeper.activities.temporal;
