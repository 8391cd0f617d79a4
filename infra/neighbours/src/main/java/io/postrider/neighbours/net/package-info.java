/** Ports on loopback that no other process gets meanwhile, and TCP links that fail on command. */
package io.postrider.neighbours.net;
