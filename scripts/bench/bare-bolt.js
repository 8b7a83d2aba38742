import bolt from '@slack/bolt';

// The smallest useful Bolt app over HTTP, as in Bolt's documentation: the floor that the bot is compared with.
const { BOT_TOKEN: token, SIGNING_SECRET: signingSecret, SLACK_API_URL: slackApiUrl } = process.env;
const app = new bolt.App({ token, signingSecret, clientOptions: { slackApiUrl } });
app.command('/reseller-check', async ({ ack }) => ack('Hello'));
const server = await app.start({ port: 0, host: '127.0.0.1' });
process.stdout.write(`listening on ${server.address().port}\n`);
