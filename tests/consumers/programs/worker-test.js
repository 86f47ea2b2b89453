export default {
  async test(_controller, env) {
    for (let call = 0; call < 2; call++) {
      const answer = await (await env.worker.fetch("http://worker/")).text();
      if (answer !== '{"names":["Ada"],"tokenRequests":1}') throw new Error(answer);
    }
  },
};
