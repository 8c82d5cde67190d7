expire()
return {standing()}
