/** The parts of a simulated world and how they are joined. */
package org.hubkeeper.rehearsal.world;
