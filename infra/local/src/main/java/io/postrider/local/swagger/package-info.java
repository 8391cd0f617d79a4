/** Swagger UI for the API, in the local run only: no service includes it. */
package io.postrider.local.swagger;
