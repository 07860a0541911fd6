"""What tests share: stories, servers, contracts with a mistake, runs in a process of their own."""
