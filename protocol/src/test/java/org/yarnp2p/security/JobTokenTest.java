package org.yarnp2p.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.token.SecretManager.InvalidToken;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;

class JobTokenTest {
  private static final String JOB = "application_1700000000000_0001";
  private static final Rank ONE = Rank.peer(1);
  private static final Rank TWO = Rank.peer(2);

  private final JobSecret secret = JobSecret.generate();

  @Test
  void tokenOpensTheServerItIsFor() throws IOException {
    Token<JobTokenIdentifier> token = secret.token(JOB, ONE, TWO);

    assertThat(server(JOB, TWO).retrievePassword(token.decodeIdentifier()))
        .isEqualTo(token.getPassword());
  }

  @Test
  void tokenForAnotherAudienceIsInvalid() throws IOException {
    JobTokenIdentifier identifier = secret.token(JOB, ONE, Rank.TRACKER).decodeIdentifier();

    assertThatThrownBy(() -> server(JOB, TWO).retrievePassword(identifier))
        .isInstanceOf(InvalidToken.class)
        .hasMessageContaining("rank 1 to rank 0 (tracker)")
        .hasMessageContaining("does not open rank 2");
  }

  @Test
  void tokenOfAnotherJobIsInvalid() throws IOException {
    JobTokenIdentifier identifier = secret.token("another", ONE, TWO).decodeIdentifier();

    assertThatThrownBy(() -> server(JOB, TWO).retrievePassword(identifier))
        .isInstanceOf(InvalidToken.class)
        .hasMessageContaining("job another");
  }

  @Test
  void keyOfOneServerMakesNoPasswordForAnother() {
    byte[] identifier = new JobTokenIdentifier(JOB, ONE, TWO).getBytes();

    assertThat(secret.serverKey(JOB, ONE).password(identifier))
        .isNotEqualTo(secret.serverKey(JOB, TWO).password(identifier))
        .isNotEqualTo(secret.serverKey("another", TWO).password(identifier))
        .hasSize(32);
  }

  @Test
  void secondAttemptMakesTheSameTokensFromTheSecretInItsCredentials() throws IOException {
    Credentials credentials = new Credentials();
    secret.addTo(credentials);

    JobSecret again = JobSecret.from(throughFile(credentials));

    assertThat(again.token(JOB, ONE, TWO)).isEqualTo(secret.token(JOB, ONE, TWO));
  }

  @Test
  void containerFindsItsKeyAndTokenInItsCredentials() throws IOException {
    Token<JobTokenIdentifier> toMaster = secret.token(JOB, ONE, Rank.APPLICATION_MASTER);
    Credentials credentials = new Credentials();
    secret.serverKey(JOB, ONE).addTo(credentials);
    credentials.addToken(new Text("other"), secret.token(JOB, ONE, TWO));
    credentials.addToken(new Text("umbilical"), toMaster);

    Credentials read = throughFile(credentials);

    assertThat(JobTokenSelector.find(read, ONE, Rank.APPLICATION_MASTER)).isEqualTo(toMaster);
    byte[] identifier = new JobTokenIdentifier(JOB, TWO, ONE).getBytes();
    assertThat(ServerKey.from(read).password(identifier))
        .isEqualTo(secret.token(JOB, TWO, ONE).getPassword());
  }

  @Test
  void missingSecretsAreNamed() {
    Credentials none = new Credentials();

    assertThatThrownBy(() -> JobSecret.from(none)).hasMessageContaining("p2p.job.secret");
    assertThatThrownBy(() -> ServerKey.from(none)).hasMessageContaining("p2p.server.key");
    assertThatThrownBy(() -> JobTokenSelector.find(none, ONE, Rank.APPLICATION_MASTER))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("rank 1 can call the application master");
  }

  @Test
  void secretOfWrongLengthIsRefused() {
    Credentials credentials = new Credentials();
    credentials.addSecretKey(new Text("p2p.job.secret"), new byte[5]);

    assertThatThrownBy(() -> JobSecret.from(credentials))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("5 bytes, expected 32");
  }

  @Test
  void selectorTakesTheTokenForTheAddress() {
    Token<JobTokenIdentifier> here = secret.token(JOB, ONE, TWO);
    Token<JobTokenIdentifier> there = secret.token(JOB, ONE, Rank.peer(3));
    SecurityUtil.setTokenService(
        here, new InetSocketAddress(InetAddress.getLoopbackAddress(), 4001));
    SecurityUtil.setTokenService(
        there, new InetSocketAddress(InetAddress.getLoopbackAddress(), 4002));
    JobTokenSelector selector = new JobTokenSelector();

    assertThat(selector.selectToken(there.getService(), List.of(here, there))).isEqualTo(there);
    assertThat(selector.selectToken(new Text("127.0.0.1:4003"), List.of(here, there))).isNull();
  }

  @Test
  void callersAppearUnderTheirRank() {
    assertThat(new JobTokenIdentifier(JOB, Rank.peer(3), TWO).getUser().getUserName())
        .isEqualTo("p2p-rank-3");
    assertThat(JobTokenIdentifier.userName(Rank.TRACKER)).isEqualTo("p2p-rank-0");
    assertThat(JobTokenIdentifier.userName(Rank.CLIENT)).isEqualTo("p2p-client");
    assertThat(JobTokenIdentifier.userName(Rank.APPLICATION_MASTER)).isEqualTo("p2p-am");
  }

  @Test
  void tokensNeedNoRenewal() throws Exception {
    assertThat(secret.token(JOB, ONE, TWO).isManaged()).isFalse();
  }

  @Test
  void nobodyReadsASecretInALog() {
    assertThat(secret).hasToString("job secret");
    assertThat(secret.serverKey(JOB, ONE)).hasToString("server key");
  }

  @Test
  void identifierOfAnUnknownVersionOrRankIsRefused() {
    byte[] good = new JobTokenIdentifier("j", ONE, TWO).getBytes();
    byte[] version = good.clone();
    version[0] = 9;
    byte[] rank = good.clone();
    rank[3] = (byte) 0x80;

    assertThatThrownBy(() -> read(version)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(rank)).isInstanceOf(IOException.class);
  }

  @Test
  void identifierThatClaimsAHugeNameIsRefused() {
    byte[] huge = {1, (byte) 0x8c, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};

    assertThatThrownBy(() -> read(huge)).isInstanceOf(IOException.class);
  }

  private JobTokenSecretManager server(String job, Rank audience) {
    return new JobTokenSecretManager(job, audience, secret.serverKey(job, audience));
  }

  private static JobTokenIdentifier read(byte[] bytes) throws IOException {
    JobTokenIdentifier identifier = new JobTokenIdentifier();
    identifier.readFields(new DataInputStream(new ByteArrayInputStream(bytes)));
    return identifier;
  }

  private static Credentials throughFile(Credentials credentials) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    credentials.writeTokenStorageToStream(new DataOutputStream(file));
    Credentials read = new Credentials();
    read.readTokenStorageStream(new DataInputStream(new ByteArrayInputStream(file.toByteArray())));
    return read;
  }
}
