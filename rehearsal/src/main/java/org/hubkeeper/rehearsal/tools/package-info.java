/** What a rehearsal needs of this machine: found where it is, else built once and kept. */
package org.hubkeeper.rehearsal.tools;
