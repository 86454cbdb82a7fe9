/**
 * What a simulated cluster needs besides its API server: pods that do something, charts, images.
 */
package org.hubkeeper.rehearsal.cluster;
