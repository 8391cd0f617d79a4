package io.postrider.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.testing.ManagementPort;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class ManagementTest {
    @Test
    void itsPortHasHealthAndMetricsAndNothingElse() {
        assertEquals(List.of(), ManagementPort.faults(Management.uri()));
    }

    @Test
    void eachOfItsMetricsIsDescribed() {
        assertEquals(List.of(), ManagementPort.undescribed(Management.uri(), "postrider_"));
    }
}
