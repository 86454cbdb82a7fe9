/** What can be wrong around Hubkeeper, and the remedy for each. */
package org.hubkeeper.starter.doctor;
