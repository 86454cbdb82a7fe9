/** Where reports and histories are kept. */
package org.hubkeeper.activities.archive;
