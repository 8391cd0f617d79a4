/**
 * What the steps of router-service share: settings and meters.
 */
package io.postrider.router.model;
