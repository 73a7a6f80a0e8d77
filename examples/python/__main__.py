import pulumi
import pulumi_alert_webhooks as alert_webhooks

config = pulumi.Config()
flock_id = config.get("flockId") or "flock:default"

settings = alert_webhooks.CanaryFlockWebhookSettings("settings", flock_id=flock_id, mode="enabled")

soc = alert_webhooks.CanaryGenericWebhook(
    "soc",
    flock_id=flock_id,
    url=config.require_secret("socUrl"),
    headers={"Authorization": config.require_secret("socAuthorization"), "X-Source": "canary"},
)

teams = alert_webhooks.CanaryMsTeamsWebhook("teams", flock_id=flock_id, url=config.require_secret("teamsUrl"))

splunk = alert_webhooks.CanarySplunkWebhook(
    "splunk",
    flock_id=flock_id,
    host=config.require("splunkHost"),
    port=config.require_int("splunkPort"),
    token=config.require_secret("splunkToken"),
)

# A person added it in the console, so it stays there when this program goes.
slack = alert_webhooks.CanarySlackWebhook(
    "slack",
    flock_id=flock_id,
    team=config.require("slackTeam"),
    channel=config.require("slackChannel"),
    opts=pulumi.ResourceOptions(retain_on_delete=True),
)

# All webhooks of another flock: what else is found there is shown, and goes.
plant = alert_webhooks.CanaryFlockWebhooks(
    "plant",
    flock_id=config.get("plantFlockId") or "flock:0a1b2c",
    generic=[{"url": config.require_secret("socUrl")}],
    ms_teams=[config.require_secret("teamsUrl")],
    exclusive=True,
)

channel = alert_webhooks.CoralogixOutboundWebhook(
    "channel",
    type="ms_teams_workflow",
    name="channel",
    url=config.require_secret("workflowUrl"),
)

# By the older API of Coralogix, for accounts that have it still.
on_call = alert_webhooks.CoralogixIntegration(
    "on-call",
    type="pager_duty",
    alias="on-call",
    service_key=config.require_secret("pagerDutyKey"),
)

pulumi.export("mode", settings.mode)
pulumi.export("destinations", [soc.host, teams.host, splunk.host])
pulumi.export("plantDestinations", plant.destinations)
pulumi.export("slackConfiguration", slack.configuration_url)
pulumi.export("channelNumber", channel.external_id)
pulumi.export("onCallIntegrationId", on_call.id)
