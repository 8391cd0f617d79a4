/** Ports on loopback reserved against other processes, and TCP links that fail on command. */
package io.postrider.neighbours.net;
