echo new >new && chmod 0600 new
