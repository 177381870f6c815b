package io.penguintech.gough.simulators.fault;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.requestfilter.AdminRequestFilterV2;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/** Shuts WireMock's own administration: a stub added there would answer beside the model. */
final class WireMockAdminClosed implements AdminRequestFilterV2 {
    @Override
    public RequestFilterAction filter(Request request, ServeEvent event) {
        return RequestFilterAction.stopWith(new ResponseDefinitionBuilder()
                .withStatus(404)
                .withBody("The controls of a stand-in are under /standin/.")
                .build());
    }

    @Override
    public String getName() {
        return "admin-closed";
    }
}
