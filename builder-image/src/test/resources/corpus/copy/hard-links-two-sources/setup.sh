echo h >a && ln a b
