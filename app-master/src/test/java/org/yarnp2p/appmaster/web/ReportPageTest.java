package org.yarnp2p.appmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final String EVIL = "</script><img src=x onerror=alert(1)><!--\u2028&'\"";

  @Test
  void noNameEndsTheScriptThatHoldsIt() throws IOException {
    String json = Json.of(Map.of("name", EVIL));

    assertThat(json).doesNotContain("<", ">", "&", "'", "\u2028");
    assertThat(new ObjectMapper().readTree(json).get("name").asText()).isEqualTo(EVIL);
  }

  @Test
  void thePageNeedsNothingElse() throws IOException {
    String page = ReportPage.render("{\"name\":\"$1 \\\\\"}");

    assertThat(page)
        .contains("id=\"data\">{\"name\":\"$1 \\\\\"}</script>", "<style>", "\"use strict\"");
    assertThat(page).doesNotContain("p2p.css\"", "p2p.js\"", "https:", "url(");
  }

  @Test
  void theProgramNeverTakesTextForMarkup() throws IOException {
    assertThat(ReportPage.render("{}"))
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
  }
}
