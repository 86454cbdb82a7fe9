/** JupyterHubs through their own API, with a token by reference. No user's name leaves here. */
package org.hubkeeper.activities.jupyterhub;
