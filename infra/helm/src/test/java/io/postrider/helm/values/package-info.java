/** The values of the chart: their reference, and what the services read of them as settings and mounted files. */
package io.postrider.helm.values;
