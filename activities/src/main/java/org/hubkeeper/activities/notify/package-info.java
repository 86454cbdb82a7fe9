/** Channels by which people are told what needs no answer. */
package org.hubkeeper.activities.notify;
