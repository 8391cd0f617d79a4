package io.postrider.ingest.intake.submit.alternative;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextAlternativeTest {
    private static String text(String html) {
        return TextAlternative.of(html).orElseThrow();
    }

    /** {@code ↵} is a line break. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                // paragraphs, breaks, headings
                "<h1>Hello</h1><p>How  are\tyou?</p><p>Fine.</p> | Hello↵↵How are you?↵↵Fine.",
                "<div>a</div><div>b</div><br>c<br>d<br><br><br>e | a↵b↵↵c↵d↵↵e",
                "a<p>b<p>c | a↵↵b↵↵c",
                "<h1>a</h1><hr><p>b | a↵↵---↵↵b",
                "<pre>↵a↵  b</pre>c | a↵  b↵↵c",
                "<b>a</b> <i>b</i><span> c</span>d | a b cd",
                "a&nbsp;&nbsp;b &amp;&lt;&#8364;&shy;&zwnj;&copy c&#x200b;d | §a b &<€\u200C© cd§",
                // lists
                "Tea:<ul><li>green</li><li>black<ul><li>Assam</li></ul></li></ul>end | Tea:↵↵- green↵- black↵  - Assam↵↵end",
                "<ol><li><p>one</p><li><p>two</p></ol> | - one↵↵- two",
                "<ul><li></li></ul>a | - a",
                // tables
                "<table><tr><td>Tea</td><td>3</td></tr><tr><td>Jam<td>4</table>x | Tea  3↵Jam  4↵↵x",
                "<table><tr><td><table><tr><td>a</td></tr></table></td><td><p>b</p></td></tr></table> | a↵↵b",
                "<table><tr><td></td><td>a</td></tr></table> | a",
                // links
                "<a href='https://shop.example/?a=1&amp;b=2'>Shop</a>, or | Shop <https://shop.example/?a=1&b=2>, or",
                "<a href='https://shop.example/'>shop.example</a> | shop.example",
                "<a href='mailto:ann@mail.example'>ann@mail.example</a> <a href='tel:+1'>call</a> | ann@mail.example call <+1>",
                "<a href=' https://a.example/a b↵'>x</a><a href='#top'>top</a><a>none</a> | x <https://a.example/a%20b>topnone",
                "<a href='javascript:alert(1)'>x</a> | x",
                "<a href='https://a.example'><img src=x alt='Our shop'></a><img src=y><img alt=''> | Our shop <https://a.example>",
                "<a href='https://a.example'><img src=x></a> | <https://a.example>",
                "<a href=https://a.example><div>Go</div></a>b | Go <https://a.example>↵b",
                // not shown
                "<html><head><title>t</title><style>a{b:c}</style></head><body><script>if (a<b) c()</script>x</body></html> | x",
                "<div style='max-height:0; DISPLAY : none !important'>pre</div><span class='a preheader'>p</span><p hidden>q</p>x | x",
                "<!--[if mso]><p>Outlook</p><![endif]--><!--[if !mso]><!--><p>x</p><!--<![endif]--><![if !mso]>y<![endif]> | x↵↵y",
                "<head><meta charset=utf-8><body>a<select><option>1</select><svg><text>s</text></svg><textarea>t</textarea> | a",
                "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:v='urn:schemas-microsoft-com:vml'><body><br/>a<o:p>b</o:p><BR>c | ab↵c"
            })
    void isWhatAReaderSees(String html, String text) {
        assertEquals(text.replace('↵', '\n') + "\n", text(html.replace('↵', '\n')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "<p>Hi {{name}}, {{insert city \"you\"}}!</p> | Hi {{name}}, {{insert city \"you\"}}!",
                "<a href=\"https://a.example/?q={{urlEncode q}}\">{{q}}</a> | {{q}} <https://a.example/?q={{urlEncode q}}>",
                "<a href=\"{{url}}\">{{url}}</a> | {{url}}",
                "<a href='{{{url}}}'>x</a><img alt='{{{shop}}}'> | x <{{{url}}}>{{{shop}}}",
                // a block whose tags stand between rows leaves no empty lines
                "<table>{{#each items}}<tr><td>{{name}}</td><td>{{price}}</td></tr>{{/each}}</table>"
                        + " | {{#each items}}↵{{name}}  {{price}}↵{{/each}}",
                "<p>a</p>{{#if x}}<p>b</p>{{else}}<p>c</p>{{/if}}<p>d</p>" + " | a↵↵{{#if x}}↵b↵↵{{else}}↵c↵↵{{/if}}↵d",
                "<p>a</p>{{#each l}}<p>{{.}}</p>{{/each}}b | a↵↵{{#each l}}↵{{.}}↵↵{{/each}}↵b",
                "{{#if x}}<p>a</p>{{/if}}{{#if y}}<div>b</div>{{/if}}<p>c | {{#if x}}↵a↵↵{{/if}}↵{{#if y}}↵b↵{{/if}}↵↵c",
                "<p>Dear {{#if name}}{{name}}{{else}}friend{{/if}},</p> | Dear {{#if name}}{{name}}{{else}}friend{{/if}},",
                "<p>{{#if vip}}Dear{{else}}Hi{{/if}} you</p> | {{#if vip}}Dear{{else}}Hi{{/if}} you",
                "<ul>{{#items}}<li>{{.}}</li>{{/items}}</ul> | {{#items}}↵- {{.}}↵{{/items}}",
                // tags of what is not shown go with it
                "<td {{#if a}}class=\"x\"{{else}}class=\"y\"{{/if}} style=\"color:{{color}}\">a<!-- {{#b}}{{c}}{{/b}} -->{{d}} | a{{d}}",
                "<title>{{subject}}</title><div style=display:none>{{preview}}{{#a}}b{{/a}}</div>c{{! note }}{{!-- {{x}} --}}d | cd",
                // what would become a tag, or part of one
                "&#123;&#123; x }} &#123;{x}} {<b>{x}</b> | §\\{{ x }} \\{{x}} \\{{x}§",
                "\\{{a}} \\\\{{b}} \\<b>{{c}}</b> {<b>{{d}}</b> \\<i>&#123;{e | §\\{{a}} \\\\{{b}} \\\\{{c}} { {{d}} \\\\{{!}}\\{{e§"
            })
    void keepsItsTags(String html, String text) {
        assertEquals(text.replace('↵', '\n') + "\n", text(html));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<p> &nbsp; <img src=x></p>",
                "{{#if a}}<img src=x>{{/if}}",
                // HTML of a variable is no text
                "<p>{{{body}}}</p>",
                "<p>{{&body}}</p>",
                // a link, or what is hidden, begins inside a block and ends outside of it
                "{{#if a}}<a href=1>{{else}}<a href=2>{{/if}}x</a>",
                "{{#if a}}<p style='display:none'>{{else}}<p>{{/if}}x</p>",
                "<!-- {{#if a}} -->x<!-- {{/if}} -->",
                "<div {{#if a}}x>b<i{{/if}}>c",
                // tags in the names of elements
                "<h{{level}}>a</h{{level}}>",
                "a\uFDD0b"
            })
    void isNotMadeWhereItWouldSayAnother(String html) {
        assertEquals(Optional.empty(), TextAlternative.of(html));
    }

    @Test
    void longHtmlGetsNone() {
        String most = "a".repeat(TextAlternative.LONGEST);
        assertEquals(most + "\n", text(most));
        assertEquals(Optional.empty(), TextAlternative.of(most + "a"));
    }
}
