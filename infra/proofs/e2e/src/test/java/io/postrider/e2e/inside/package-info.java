/** What goes wrong inside of a service's process and cannot be done from outside, on the packaged services. */
package io.postrider.e2e.inside;
