package io.postrider.ingest.intake.submit.estimate;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.templates.Escaping;
import io.postrider.templates.TemplateException;
import org.junit.jupiter.api.Test;

class CompiledTemplatesTest {
    private final CompiledTemplates templates = new CompiledTemplates();

    @Test
    void theSameTextIsCompiledOnceForEachEscaping() {
        assertSame(
                templates.compiled("Hello {{name}}", Escaping.HTML),
                templates.compiled(new String("Hello {{name}}"), Escaping.HTML));
        assertNotSame(
                templates.compiled("Hello {{name}}", Escaping.HTML),
                templates.compiled("Hello {{name}}", Escaping.NONE));
    }

    @Test
    void aLongOneIsCompiledEachTime() {
        String longest = "{{name}}" + "x".repeat(CompiledTemplates.LONGEST - 8);
        assertSame(templates.compiled(longest, Escaping.NONE), templates.compiled(longest, Escaping.NONE));
        String longer = longest + "x";
        assertNotSame(templates.compiled(longer, Escaping.NONE), templates.compiled(longer, Escaping.NONE));
    }

    @Test
    void aFaultIsToldEachTime() {
        for (int i = 0; i < 2; i++) {
            assertThrows(TemplateException.class, () -> templates.compiled("Hello {{#name}}", Escaping.HTML));
        }
    }
}
