package io.penguintech.gough.simulators.fault;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes every request away from WireMock's stub matching and gives it to our exchange. */
final class WireMockShell implements StubRequestFilterV2 {
    private final Exchange exchange;

    WireMockShell(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public RequestFilterAction filter(Request request, ServeEvent event) {
        return RequestFilterAction.stopWith(response(exchange.reply(call(request))));
    }

    @Override
    public String getName() {
        return "stand-in";
    }

    private static Call call(Request request) {
        return Call.of(
                request.getMethod().getName(), request.getUrl(), headers(request), Bytes.owned(request.getBody()));
    }

    private static Map<String, List<String>> headers(Request request) {
        var headers = new LinkedHashMap<String, List<String>>();
        for (var header : request.getHeaders().all()) {
            headers.put(header.key(), List.copyOf(header.values()));
        }
        return headers;
    }

    private static ResponseDefinition response(Exchange.Reply reply) {
        return switch (reply) {
            case Exchange.Reply.Cut() ->
                new ResponseDefinitionBuilder()
                        .withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER)
                        .build();
            case Exchange.Reply.Send(Answer answer) -> {
                var response = new ResponseDefinitionBuilder()
                        .withStatus(answer.status())
                        .withBody(answer.body().content());
                answer.headers().forEach((name, values) -> response.withHeader(name, values.toArray(String[]::new)));
                yield response.build();
            }
        };
    }
}
